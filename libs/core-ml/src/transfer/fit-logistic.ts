import { createRandom } from '@lintel/contracts';
import { throwIfCancelled } from '../inference/cancellation';
import { splitRows } from '../tables/splits';
import { type FeatureExamples, LogisticObjective } from './logistic-objective';
import { minimise } from './minimise';
import { fitTemperature, meanLogLoss } from './temperature';

/** A linear layer over features: logits = features · coefficients + intercepts. */
export interface LogisticLayer {
  readonly size: number;
  readonly classes: number;
  /** float32 [size, classes] */
  readonly coefficients: Float32Array;
  /** float32 [classes] */
  readonly intercepts: Float32Array;
}

export interface FittedLogistic {
  readonly layer: LogisticLayer;
  /** The penalty that was chosen, for features whose root mean square is 1. */
  readonly l2: number;
  /** Divides the logits, so that probabilities are calibrated; already applied to the layer, but not to offsets. */
  readonly temperature: number;
  /** float32 [examples, classes]: what layers fitted without an example say about it, calibrated. */
  readonly heldOutProbabilities: Float32Array;
  /** Mean log loss of `heldOutProbabilities`. */
  readonly heldOutLogLoss: number;
}

export interface FitLogisticOptions {
  readonly seed: number;
  /** The group of each measured example, such as a person or a lot: a group is never in two folds. */
  readonly groups?: readonly string[] | undefined;
  /** Penalties to choose from, from the strongest to the weakest. */
  readonly penalties?: readonly number[];
  readonly signal?: AbortSignal | undefined;
  /** @param share of the work, in [0, 1] */
  readonly onProgress?: (share: number) => void;
}

/** Two for each power of ten. The search ends at the first one that is no better than the one before. */
const PENALTIES = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];
/** Where there are many examples and classes, three folds tell as much as five. */
const foldsFor = ({ labels, classes }: FeatureExamples): number => (labels.length * classes > 50_000 ? 3 : 5);
const ROUGH = { tolerance: 1e-3, maxIterations: 40 };
const FINE = { tolerance: 1e-5, maxIterations: 300 };

/**
 * Fits a multinomial logistic layer. The penalty is the one with the least log loss in stratified cross-validation; the
 * temperature is fitted on the held-out logits of that penalty (Guo et al. 2017), which no example has influenced that
 * is measured with it.
 * @param examples of at least two classes
 * @throws LintelError CANCELLED
 */
export async function fitLogistic(examples: FeatureExamples, options: FitLogisticOptions): Promise<FittedLogistic> {
  const { size, classes, labels, anchors = 0 } = examples;
  const { penalties = PENALTIES, seed, groups, signal, onProgress } = options;
  const measured = labels.subarray(0, labels.length - anchors);
  const scale = rootMeanSquare(examples.features);
  const scaled = { ...examples, features: examples.features.map((value) => value / scale) };
  const objective = await LogisticObjective.open(scaled);
  try {
    const parts = foldsFor(examples);
    const fold = foldsOf(measured, groups, { classes, folds: parts, seed });
    const points = Array.from({ length: parts }, () => new Float64Array(objective.parameters));
    let best = { l2: penalties[0]!, loss: Infinity, logits: new Float32Array(0) };
    for (const [at, l2] of penalties.entries()) {
      const logits = new Float32Array(measured.length * classes);
      for (let part = 0; part < parts; part++) {
        throwIfCancelled(signal);
        const included = fold.map((each) => (each === part ? 0 : 1));
        const weights = weightsOf(examples, included);
        // From the strongest penalty on, each solution is near the next one.
        const minimum = await minimise((each) => objective.evaluate(each, { weights, l2 }), points[part]!, ROUGH);
        points[part] = Float64Array.from(minimum.point);
        const answers = await objective.logits(points[part]!);
        fold.forEach((each, row) => {
          if (each !== part) return;
          logits.set(answers.subarray(row * classes, (row + 1) * classes), row * classes);
        });
        onProgress?.((at * parts + part + 1) / (penalties.length * parts + 1));
      }
      const loss = meanLogLoss(logits, measured, classes, fitTemperature(logits, measured, classes));
      // Weaker penalties only fit the training examples more closely.
      if (loss >= best.loss) break;
      best = { l2, loss, logits };
    }
    const { l2, logits: heldOut } = best;
    const temperature = fitTemperature(heldOut, measured, classes);
    const all = weightsOf(examples, new Int32Array(measured.length).fill(1));
    throwIfCancelled(signal);
    const start = new Float64Array(objective.parameters);
    const { point } = await minimise((each) => objective.evaluate(each, { weights: all, l2 }), start, FINE);
    onProgress?.(1);
    const calibrated = heldOut.map((value) => value / temperature);
    return {
      layer: {
        size,
        classes,
        coefficients: Float32Array.from(point.subarray(0, size * classes), (value) => value / scale / temperature),
        intercepts: Float32Array.from(point.subarray(size * classes), (value) => value / temperature),
      },
      l2,
      temperature,
      heldOutProbabilities: softmaxRows(calibrated, classes),
      heldOutLogLoss: meanLogLoss(calibrated, measured, classes, 1),
    };
  } finally {
    await objective.close();
  }
}

/**
 * The layer's own prediction, in float64: what the exported graph is compared with.
 * @param features float32 [examples, size]
 * @returns float32 [examples, classes]
 */
export function predictLogistic(layer: LogisticLayer, features: Float32Array): Float32Array {
  return softmaxRows(logisticLogits(layer, features), layer.classes);
}

/**
 * As {@link predictLogistic}, before the softmax.
 * @returns float64 [examples, classes]
 */
export function logisticLogits(
  { size, classes, coefficients, intercepts }: LogisticLayer,
  features: Float32Array,
): Float64Array {
  const logits = new Float64Array((features.length / size) * classes);
  for (let row = 0; row * size < features.length; row++) {
    logits.set(intercepts, row * classes);
    for (let at = 0; at < size; at++) {
      const value = features[row * size + at]!;
      for (let label = 0; label < classes; label++) {
        logits[row * classes + label]! += value * coefficients[at * classes + label]!;
      }
    }
  }
  return logits;
}

/** Anchors weigh as much together as the examples that a fit includes. */
function weightsOf({ labels, anchors = 0 }: FeatureExamples, included: Int32Array): Float32Array {
  const each = included.reduce((sum, one) => sum + one, 0) / Math.max(1, anchors);
  const weights = new Float32Array(labels.length).fill(each);
  weights.set(included);
  return weights;
}

/** @returns the fold of each measured example; groups stay together if there are enough of them */
function foldsOf(
  labels: Int32Array,
  groups: readonly string[] | undefined,
  { classes, folds, seed }: { readonly classes: number; readonly folds: number; readonly seed: number },
): Int32Array {
  if (groups === undefined || new Set(groups).size < 2 * folds) return stratifiedFolds(labels, classes, folds, seed);
  const result = new Int32Array(labels.length);
  splitRows({ rows: labels.length, labels, groups }, new Array<number>(folds).fill(1), seed).forEach((rows, fold) => {
    for (const row of rows) result[row] = fold;
  });
  return result;
}

/** @returns the fold of each example; each class is spread evenly over the folds */
export function stratifiedFolds(labels: Int32Array, classes: number, folds: number, seed: number): Int32Array {
  const random = createRandom(seed, 'folds');
  const result = new Int32Array(labels.length);
  let next = 0;
  for (let label = 0; label < classes; label++) {
    const members: number[] = [];
    labels.forEach((each, row) => each === label && members.push(row));
    for (const row of random.shuffle(members)) result[row] = next++ % folds;
  }
  return result;
}

/** Softmax of each row of [rows, classes]. */
export function softmaxRows(logits: Float32Array | Float64Array, classes: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const most = Math.max(...row);
    let sum = 0;
    for (let at = 0; at < classes; at++) sum += Math.exp(row[at]! - most);
    for (let at = 0; at < classes; at++) result[start + at] = Math.exp(row[at]! - most) / sum;
  }
  return result;
}

/** 1 if all features are zero, so that nothing is divided by zero. */
function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length) || 1;
}
