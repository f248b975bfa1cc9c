import { type ModelDescription } from '@lintel/contracts';
import { MODEL_FAMILIES, modelFamily, parseTrainingConfig } from '@lintel/core-ml/training';
import { type TrainableModel } from './trainable-model';

/** Describes a model for people, and the defaults of its training. */
export function describeModel({
  pipeline,
  intendedUse,
  limits,
  translations = {},
  predictions,
}: TrainableModel): ModelDescription {
  const { architecture, training, seed } = pipeline;
  const { epochs, batchSize, precision } = parseTrainingConfig(modelFamily(architecture).recipe, training);
  return {
    intendedUse,
    limits: [...limits],
    translations: { ...translations },
    training: {
      architecture,
      architectures: MODEL_FAMILIES.map(({ name }) => name).filter((name) => !NOT_FOR_PICTURES.includes(name)),
      epochs,
      batchSize,
      precision,
      seed,
    },
    ...(predictions === undefined ? {} : { predictions }),
  };
}

/** Families for sequences and tables. */
const NOT_FOR_PICTURES = ['lstm', 'gru', 'table-mlp'];
