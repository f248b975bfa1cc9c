import { type ClassProbability, type ClassReading, type Prediction } from '@lintel/contracts';

/** The answer in a word of a picture without any label. */
const NO_LABELS = 'none of the labels';

type Reading = Pick<ClassReading, 'classNames' | 'thresholds'>;

/**
 * The labels of one picture, most probable first.
 * @param probabilities float32 [classes]
 * @returns undefined if the model gives each picture exactly one class
 */
export function labelsOf(
  probabilities: Float32Array,
  { classNames, thresholds }: Reading,
): ClassProbability[] | undefined {
  if (thresholds === undefined) return undefined;
  return Array.from(probabilities, (probability, at) => ({
    className: classNames[at]!,
    probability: Math.min(1, Math.max(0, probability)),
  }))
    .filter((_, at) => probabilities[at]! >= thresholds[at]!)
    .sort((one, other) => other.probability - one.probability);
}

/**
 * The probability that the least certain of the labels is rightly given or left out.
 * @param probabilities float32 [classes]
 */
export const leastCertainty = (probabilities: Float32Array, thresholds: readonly number[]): number =>
  probabilities.reduce((least, probability, at) => {
    return Math.min(least, probability >= thresholds[at]! ? probability : 1 - probability);
  }, 1);

/** The answer in a word: the class, or all labels in alphabetical order. */
export function outcomeOf({ className, labels }: Pick<Prediction, 'className' | 'labels'>): string {
  if (labels === undefined) return className;
  return labels.length === 0
    ? NO_LABELS
    : labels
        .map((label) => label.className)
        .sort()
        .join('; ');
}
