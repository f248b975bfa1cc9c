import { TABLE_RECIPES, type ModelDescription } from '@lintel/contracts';
import { MODEL_FAMILIES, modelFamily, parseTrainingConfig } from '@lintel/core-ml/training';
import { type TrainableModel, type TrainablePictures, type TrainableTable } from './trainable-model';

/** Describes a model for people, and the defaults of its training. */
export function describeModel(model: TrainableModel): ModelDescription {
  const { intendedUse, limits, translations = {}, predictions } = model;
  return {
    intendedUse,
    limits: [...limits],
    translations: { ...translations },
    training: model.task === 'image-classification' ? networkDefaults(model) : tableDefaults(model),
    ...(predictions === undefined ? {} : { predictions }),
  };
}

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

function tableDefaults({ recipe, seed, task }: TrainableTable): ModelDescription['training'] {
  // A scorecard rates two classes.
  const architectures = TABLE_RECIPES.filter((name) => task === 'tabular-classification' || name !== 'scorecard');
  return { architecture: recipe ?? 'trees', architectures, seed };
}

/** Families for sequences and tables. */
const NOT_FOR_PICTURES = ['lstm', 'gru', 'table-mlp'];
