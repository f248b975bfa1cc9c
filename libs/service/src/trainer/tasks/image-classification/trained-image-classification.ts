import { type ModelDescription } from '@lintel/contracts';
import { MODEL_FAMILIES, modelFamily, parseTrainingConfig } from '@lintel/core-ml/training';
import { type TrainedTask } from '../trained-task';
import { openPictureData } from './picture-job-data';
import { describedModel } from './pretrained-base';
import { type TrainablePictures } from './trainable-pictures';

export const trainedImageClassification: TrainedTask<'image-classification'> = {
  open: openPictureData,
  defaults: networkDefaults,
  describe: describedModel,
};

function networkDefaults({ pipeline }: TrainablePictures): ModelDescription['training'] {
  const { architecture, training, seed } = pipeline;
  const { epochs, batchSize, precision } = parseTrainingConfig(modelFamily(architecture).recipe, training);
  return {
    architecture,
    architectures: MODEL_FAMILIES.map(({ name }) => name).filter((name) => !NOT_FOR_PICTURES.includes(name)),
    epochs,
    batchSize,
    precision,
    seed,
  };
}

/** Families for sequences and tables. */
const NOT_FOR_PICTURES = ['lstm', 'gru', 'table-mlp'];
