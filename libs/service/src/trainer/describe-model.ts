import { type ModelDescription } from '@lintel/contracts';
import { trainedTask } from './tasks/trained-tasks';
import { type TrainableModel } from './trainable-model';

/** Describes a model for people, and the defaults of its training. */
export function describeModel(model: TrainableModel): ModelDescription {
  const { intendedUse, limits, translations = {}, predictions } = model;
  return {
    intendedUse,
    limits: [...limits],
    translations: { ...translations },
    training: trainedTask(model.task).defaults(model),
    ...(predictions === undefined ? {} : { predictions }),
  };
}
