import { type ModelDescription } from '@lintel/contracts';
import { MODEL_FAMILIES, modelFamily, parseTrainingConfig } from '@lintel/core-ml/training';
import { type TrainableModel } from './trainable-model';

/** What people read of a model, and what a training does where a job leaves it open. */
export function describeModel({ pipeline, intendedUse, limits, translations = {} }: TrainableModel): ModelDescription {
  const { architecture, training, seed } = pipeline;
  const { epochs, batchSize, precision } = parseTrainingConfig(modelFamily(architecture).recipe, training);
  return {
    intendedUse,
    limits: [...limits],
    translations: { ...translations },
    training: {
      architecture,
      architectures: MODEL_FAMILIES.map(({ name }) => name).filter((name) => !SEQUENCES.includes(name)),
      epochs,
      batchSize,
      precision,
      seed,
    },
  };
}

/** Families that read sequences: a picture has another shape. */
const SEQUENCES = ['lstm', 'gru'];
