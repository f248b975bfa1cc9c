import { LintelError } from '@lintel/contracts';
import { type NetworkPlan } from '../../../../backbones/efficientnet-lite';
import { type Statistics } from '../../../../backbones/normalised-convolution';
import { parseTrainingConfig, type TrainingConfig, type TrainingOptions } from '../../../../recipe/training-config';

/** What the caller may choose; everything has a default by the number and the size of the pictures. */
export interface FineTuneOptions {
  readonly training?: TrainingOptions;
  /** Default: the stored statistics below {@link MANY} pictures, the batch's from there on. */
  readonly statistics?: Statistics;
  /** The first stage that learns, from 1 on; 0: all. Default: the last stages below {@link FEW} pictures, else all. */
  readonly trainedFrom?: number;
  /** Factor on the learning rate from one stage to the one before it, in (0, 1]. Default: 0.75. */
  readonly rateDecay?: number;
  /** Share of the features left out at random while training. Default: 0.2. */
  readonly dropout?: number;
}

export interface FineTuneRecipe {
  readonly config: TrainingConfig;
  readonly statistics: Statistics;
  readonly trainedFrom: number;
  readonly rateDecay: number;
  readonly dropout: number;
}

/** Below it, the early stages would be fitted to chance. */
export const FEW = 1000;
/** From it on, batches describe the pictures better than the statistics of ImageNet do. */
export const MANY = 5000;

/**
 * The recipe for a number of training pictures: Adam under a cosine with warm-up, smaller learning rates for earlier
 * stages (Howard and Ruder 2018), flips and shifts, averaged weights, and early stopping on the validation loss.
 * @throws LintelError INVALID_CONFIGURATION
 */
export function fineTuneRecipe(plan: NetworkPlan, examples: number, options: FineTuneOptions = {}): FineTuneRecipe {
  const isFew = examples < FEW;
  const stages = plan.blocks.at(-1)!.stage;
  const defaults: TrainingOptions = {
    epochs: isFew ? 15 : examples < MANY ? 10 : 6,
    batchSize: batchSizeFor(plan.size),
    optimizer: { kind: 'adam', learningRate: isFew ? 5e-4 : 1e-3 },
    schedule: { kind: 'cosine', warmupShare: 0.1, finalShare: 0.01 },
    weightDecay: 0.01,
    labelSmoothing: 0.1,
    augmentation: { horizontalFlip: true, shiftPixels: Math.round(plan.size / 10) },
    weightAverage: isFew ? 0.98 : 0.998,
    patience: 5,
  };
  const recipe = {
    config: parseTrainingConfig(defaults, options.training ?? {}),
    statistics: options.statistics ?? (examples < MANY ? 'frozen' : 'batch'),
    trainedFrom: options.trainedFrom ?? (isFew ? Math.max(0, stages - 2) : 0),
    rateDecay: options.rateDecay ?? 0.75,
    dropout: options.dropout ?? 0.2,
  };
  const { trainedFrom, rateDecay } = recipe;
  if (Number.isInteger(trainedFrom) && trainedFrom >= 0 && trainedFrom <= stages && rateDecay > 0 && rateDecay <= 1) {
    return recipe;
  }
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: 'The fine-tuning recipe is wrong.',
    expected: `trainedFrom: a whole number from 0 to ${stages}; rateDecay: above 0 and at most 1`,
    received: `trainedFrom ${trainedFrom}, rateDecay ${rateDecay}`,
    cure: 'Correct the values named above.',
  });
}

/** A power of two; the activations of a step then need about 2 GiB. */
function batchSizeFor(size: number): number {
  const fits = 40 * (128 / size) ** 2;
  return Math.min(64, Math.max(16, 2 ** Math.floor(Math.log2(fits))));
}

/**
 * The factor on the learning rate of each stage's weights: 1 for the last layer and the head, `rateDecay` for the last
 * stage, its square for the one before, and so on; the stem counts as stage 0.
 */
export function stageRate({ blocks }: NetworkPlan, stage: number, rateDecay: number): number {
  const stages = blocks.at(-1)!.stage;
  return stage > stages ? 1 : rateDecay ** (stages - stage + 1);
}
