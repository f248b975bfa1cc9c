import { type ClassReading, type Dataset, type Preprocessor } from '@lintel/contracts';
import { accuracyInterval } from '../../../evaluation/accuracy-interval';
import { spread } from '../../../training/spread';
import { answerDataset, type Answers, type RunModel } from './evaluate-on-dataset';
import { type ClassDistance, distancesOf, fitClassDistance } from '../../../unlikeness/class-distance';

/** Enough for the means and the covariance of some hundred features. */
const MOST_EXAMPLES = 10_000;
/** With fewer held-out examples, more than 5 % of the pictures like the examples would count as unlike. */
const FEWEST_HELD_OUT = 20;
const UNLIKE_QUANTILE = 0.95;

/** The distance to the training examples, and the limit above which it is too far. */
export interface Unlikeness {
  readonly distance: ClassDistance;
  readonly above: number;
  readonly heldOut: number;
}

export interface FitUnlikenessOptions {
  readonly train: Dataset;
  /** Must not contain training examples, because those are closer than any others. */
  readonly validation?: Dataset | undefined;
  readonly preprocessor: Preprocessor;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fits the distance on the training split and its limit on the validation split: the smallest distance that at most
 * 1 - {@link UNLIKE_QUANTILE} of new pictures like the examples exceed (Vovk et al. 2005, split conformal).
 * @param run the trained model
 * @returns undefined if too little was held out to choose a limit
 */
export async function fitUnlikeness(
  run: RunModel<Answers & { readonly embeddings: Float32Array }>,
  { train, validation, preprocessor, signal }: FitUnlikenessOptions,
): Promise<Unlikeness | undefined> {
  if (validation === undefined || validation.size < FEWEST_HELD_OUT) return undefined;
  const embeddingsOf = async (dataset: Dataset): Promise<Float32Array> => {
    const parts: Float32Array[] = [];
    const onBatch = ({ answers }: { answers: { embeddings: Float32Array } }): void =>
      void parts.push(answers.embeddings.slice());
    await answerDataset(run, dataset, preprocessor, { onBatch, ...(signal ? { signal } : {}) });
    const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
  };
  const fitted = spread(train, MOST_EXAMPLES);
  return fitUnlikenessOn(
    { features: await embeddingsOf(fitted), labels: fitted.labels },
    { features: await embeddingsOf(validation), labels: validation.labels },
    train.classNames.length,
  );
}

/** Features of examples, float32 [examples, size], and their classes. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly labels: Int32Array;
}

/**
 * As `fitUnlikeness`, for features that are known.
 * @param validation must not contain training examples
 */
export function fitUnlikenessOn(
  train: LabelledFeatures,
  validation: LabelledFeatures,
  classes: number,
): Unlikeness | undefined {
  if (validation.labels.length < FEWEST_HELD_OUT) return undefined;
  const distance = fitClassDistance(train.features, train.labels, classes);
  const heldOut = distancesOf(distance, validation.features).sort();
  return { distance, above: heldOut[rankOf(heldOut.length)]!, heldOut: heldOut.length };
}

/** @returns index into the sorted distances; the largest if there are too few for the quantile */
const rankOf = (count: number): number => Math.min(count, Math.ceil(UNLIKE_QUANTILE * (count + 1))) - 1;

/**
 * What the reading of a model says about distance.
 * @param unlike how many of the `tested` held-out examples are farther than the threshold
 */
export function unlikeReading(
  unlikeness: Unlikeness | undefined,
  unlike: number,
  tested: number,
): Pick<ClassReading, 'unlikeExamples'> {
  if (unlikeness === undefined) return {};
  return {
    unlikeExamples: {
      above: unlikeness.above,
      quantile: UNLIKE_QUANTILE,
      heldOut: unlikeness.heldOut,
      testShare: unlike / tested,
      testShareInterval: accuracyInterval(unlike, tested),
    },
  };
}
