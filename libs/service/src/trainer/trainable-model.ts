import { LintelError } from '@lintel/contracts';
import { type TrainablePictures } from './tasks/image-classification/trainable-pictures';
import { type TrainableTable } from './tasks/tabular/trainable-table';
import { type TrainableTexts } from './tasks/text-classification/trainable-texts';

/** How a vertical trains one of its models, from what data, and when a new version can be promoted; a union by task. */
export type TrainableModel = TrainablePictures | TrainableTable | TrainableTexts;

/** @throws LintelError NOT_FOUND */
export function findModel(models: readonly TrainableModel[], name: string): TrainableModel {
  const found = models.find((model) => model.name === name);
  if (found !== undefined) return found;
  throw new LintelError('NOT_FOUND', {
    problem: `This trainer has no model ${name}.`,
    expected: models.map((model) => model.name).join(', '),
    received: name,
    cure: 'Send the job to the vertical that has the model.',
  });
}
