import { LintelError } from '@lintel/contracts';

export interface Classification {
  /** float32 [examples, classes], each row a distribution. */
  readonly probabilities: Float32Array;
  /** The true class of each example, in [0, classes). */
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  /** The group of each example, such as a person or a lot: the interval of the accuracy draws whole groups. */
  readonly groups?: readonly (string | null)[] | undefined;
}

/** Maximum deviation of a row's sum from 1. A float32 softmax over many classes stays well below it. */
const SUM_TOLERANCE = 1e-3;

/** @throws LintelError DATASET_EMPTY, SHAPE_MISMATCH, DATASET_INVALID, INVALID_ARGUMENT */
export function checkClassification({ probabilities, labels, classNames }: Classification): void {
  const classes = classNames.length;
  if (labels.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'There is no example to evaluate the model on.',
      expected: 'at least 1 example',
      received: '0',
      cure: 'Hold out a test split, or point to a folder with pictures.',
    });
  }
  if (classes < 2 || probabilities.length !== labels.length * classes) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The probabilities do not fit the labels and the class names.',
      expected: `${labels.length} labels x ${Math.max(2, classes)} classes`,
      received: `${probabilities.length} probabilities, ${classes} class names`,
      cure: 'Pass one row per label and one column per class name; a classifier has at least two classes.',
    });
  }
  const stray = labels.findIndex((label) => label < 0 || label >= classes);
  if (stray >= 0) {
    throw new LintelError('DATASET_INVALID', {
      problem: `The label of example ${stray} names no class.`,
      expected: `0 to ${classes - 1}`,
      received: String(labels[stray]),
      cure: 'Evaluate with the class names that the model was trained on.',
    });
  }
  for (let example = 0; example < labels.length; example++) {
    checkRow(probabilities.subarray(example * classes, (example + 1) * classes), example);
  }
}

function checkRow(row: Float32Array, example: number): void {
  const sum = row.reduce((total, probability) => total + probability, 0);
  if (!Number.isFinite(sum)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The model's answer for example ${example} holds a value that is not a number.`,
      expected: 'finite probabilities',
      received: describeRow(row),
      cure: 'The training has probably diverged: train again with a smaller learning rate.',
    });
  }
  const outside = row.some((probability) => probability < 0 || probability > 1 + SUM_TOLERANCE);
  // What is missing to 1 is the probability of something that is none of the classes.
  if (outside || sum - 1 > SUM_TOLERANCE) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The model's answer for example ${example} is not a distribution.`,
      expected: 'probabilities in [0, 1] that sum to at most 1',
      received: `${describeRow(row)}, sum ${sum.toPrecision(6)}`,
      cure: 'Pass probabilities, not logits: apply softmax first.',
    });
  }
}

function describeRow(row: Float32Array): string {
  const shown = Array.from(row.subarray(0, 5), (value) => value.toPrecision(4)).join(', ');
  return `[${shown}${row.length > 5 ? ', …' : ''}]`;
}
