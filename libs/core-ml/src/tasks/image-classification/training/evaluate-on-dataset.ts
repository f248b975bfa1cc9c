import { type Dataset, type EvaluationReport, LintelError, type Preprocessor, sizeOfShape } from '@lintel/contracts';
import { normalisePixels } from '../../../preprocessing/normalisation';
import { evaluateClassification } from './evaluate-classification';
import { evaluateLabels } from './evaluate-labels';

/** Sized to a few milliseconds of work, because onnxruntime blocks the event loop while it runs. */
const BATCH_SIZE = 64;

export interface Answers {
  /** float32 [size, classes] */
  readonly probabilities: Float32Array;
}

/**
 * Any model that answers batches, such as `Predictor.run`.
 * @param inputs float32 [size, ...example shape], normalised; valid until the promise settles
 */
export type RunModel<A extends Answers> = (inputs: Float32Array, size: number) => Promise<A>;

export interface AnsweredBatch<A extends Answers> {
  /** Index of the batch's first example in the dataset. */
  readonly start: number;
  readonly size: number;
  /** uint8 [size, ...example shape], valid until the callback returns; absent if the dataset has no pictures. */
  readonly pixels?: Uint8Array;
  readonly answers: A;
}

export interface AnswerDatasetOptions<A extends Answers> {
  /** Classes of the model, in the order of its answers. Default: those of the dataset. */
  readonly classNames?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onBatch?: (batch: AnsweredBatch<A>) => void;
}

export interface DatasetAnswers {
  /** float32 [examples, classNames] */
  readonly probabilities: Float32Array;
  /** The dataset's classes, followed by those that only the model knows. */
  readonly classNames: readonly string[];
}

/**
 * Runs a model on every example, in order. A class that the model does not know gets probability 0.
 * @throws LintelError SHAPE_MISMATCH if the dataset was decoded for another model; the signal's reason
 */
export async function answerDataset<A extends Answers>(
  run: RunModel<A>,
  dataset: Dataset,
  preprocessor: Preprocessor,
  { classNames = dataset.classNames, signal, onBatch }: AnswerDatasetOptions<A> = {},
): Promise<DatasetAnswers> {
  checkShape(dataset, preprocessor);
  const known = [...dataset.classNames, ...classNames.filter((name) => !dataset.classNames.includes(name))];
  const columns = classNames.map((name) => known.indexOf(name));
  const probabilities = new Float32Array(dataset.size * known.length);
  const exampleSize = sizeOfShape(dataset.exampleShape);
  const capacity = Math.min(BATCH_SIZE, dataset.size) * exampleSize;
  const buffer = new Float32Array(capacity);
  const raw = dataset.dtype === 'uint8' ? new Uint8Array(capacity) : undefined;
  for (let start = 0; start < dataset.size; start += BATCH_SIZE) {
    signal?.throwIfAborted();
    const size = Math.min(BATCH_SIZE, dataset.size - start);
    const indices = Int32Array.from({ length: size }, (_, at) => start + at);
    const inputs = buffer.subarray(0, size * exampleSize);
    const pixels = raw?.subarray(0, size * exampleSize);
    dataset.read(indices, pixels ?? inputs);
    if (pixels) normalisePixels(pixels, preprocessor, inputs);
    const answers = await run(inputs, size);
    for (let row = 0; row < size; row++) {
      columns.forEach((column, at) => {
        probabilities[(start + row) * known.length + column] = answers.probabilities[row * columns.length + at]!;
      });
    }
    onBatch?.({ start, size, ...(pixels ? { pixels } : {}), answers });
  }
  return { probabilities, classNames: known };
}

/**
 * Runs `answerDataset` and evaluates the answers. Used to measure a champion on the test split of its challenger.
 * @throws LintelError of `answerDataset` and `evaluateClassification`
 */
export async function evaluateModel<A extends Answers>(
  run: RunModel<A>,
  dataset: Dataset,
  preprocessor: Preprocessor,
  options: AnswerDatasetOptions<A> = {},
): Promise<{ readonly probabilities: Float32Array; readonly evaluation: EvaluationReport }> {
  const { probabilities, classNames } = await answerDataset(run, dataset, preprocessor, options);
  const { labels, groups } = dataset;
  return { probabilities, evaluation: evaluateClassification({ probabilities, labels, classNames, groups }) };
}

/**
 * As {@link evaluateModel}; with thresholds, of a model whose examples may have any number of labels.
 * @param dataset with the classes of the model, and with sets of labels if there are thresholds
 */
export async function evaluateAnswers<A extends Answers>(
  run: RunModel<A>,
  dataset: Dataset,
  preprocessor: Preprocessor,
  thresholds: readonly number[] | undefined,
  options: AnswerDatasetOptions<A> = {},
): Promise<EvaluationReport> {
  if (thresholds === undefined) return (await evaluateModel(run, dataset, preprocessor, options)).evaluation;
  const { probabilities, classNames } = await answerDataset(run, dataset, preprocessor, options);
  const { labelSets = new Uint8Array(), groups } = dataset;
  return evaluateLabels({ probabilities, labelSets, classNames, thresholds, groups });
}

function checkShape({ dtype, exampleShape }: Dataset, { height, width, channels }: Preprocessor): void {
  const expected = [height, width, channels].join(', ');
  if (dtype !== 'uint8' || exampleShape.join(', ') === expected) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The dataset was not decoded for this model.',
    expected: `pictures of [${expected}]`,
    received: `[${exampleShape.join(', ')}]`,
    cure: "Decode the pictures with the model's own preprocessor.",
  });
}
