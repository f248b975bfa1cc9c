import { backboneFolder } from '@lintel/backbones';
import { BackboneStore } from '@lintel/core-ml';
import { commonSize } from '../pictures/pictures';
import { type TrainingSource } from './training-source';
import { DEFAULT_BACKBONE } from '../pictures/open-backbone';
import { type TrainPicturesOptions } from './train-pictures-options';

/** Backbones were trained on photographs; smaller pictures are mostly blurred by enlarging them. */
const LEAST_SIDE = 64;

export interface DefaultRecipe {
  readonly recipe: 'scratch' | 'transfer';
  /** Why, for the user; undefined if the user's own options say so. */
  readonly because?: string;
}

/**
 * The recipe for pictures with one class each if none is named: transfer where a backbone is installed and the pictures
 * are as large as photographs, else a network from nothing. Options of one recipe choose that recipe.
 */
export async function defaultRecipe(
  options: TrainPicturesOptions,
  { folder }: TrainingSource,
  environment: NodeJS.ProcessEnv,
): Promise<DefaultRecipe> {
  if (options.backbone !== undefined) return { recipe: 'transfer' };
  if (isOfNetworks(options)) return { recipe: 'scratch' };
  if (folder === null || (await commonSize(folder.entries)) < LEAST_SIDE) return { recipe: 'scratch' };
  return (await new BackboneStore(backboneFolder(environment)).has(DEFAULT_BACKBONE))
    ? {
        recipe: 'transfer',
        because: `Using the features of ${DEFAULT_BACKBONE}; --recipe scratch trains a network from nothing`,
      }
    : {
        recipe: 'scratch',
        because: `Training a network from nothing. A backbone learns more from few pictures: npx lintel backbone add ${DEFAULT_BACKBONE}`,
      };
}

/** Whether an option says how a network is trained from nothing. */
function isOfNetworks({
  model,
  epochs,
  batchSize,
  imageSize,
  augment,
  precision,
  compile,
  resume,
}: TrainPicturesOptions) {
  return (
    [model, epochs, batchSize, imageSize, augment].some((option) => option !== undefined) ||
    precision === 'bfloat16' ||
    !compile ||
    resume === true
  );
}
