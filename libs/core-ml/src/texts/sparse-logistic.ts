import { type Evaluated, minimise } from '../transfer/minimise';
import { type SparseRows } from './sparse-rows';

/** A linear model of sparse rows. */
export interface SparseLinear {
  /** float64 [width] for each output. */
  readonly coefficients: readonly Float64Array[];
  /** One for each output. */
  readonly intercepts: readonly number[];
}

const STEPS = { tolerance: 1e-6, maxIterations: 200 };

/**
 * Fits one logistic unit for each penalty, from the strongest to the weakest, each from where the one before ended:
 * minimises the mean log loss plus `penalty / 2` times the squared length of the coefficients.
 * @param positive 1 or 0 for each row
 * @param penalties descending
 */
export async function fitLogisticPath(
  rows: SparseRows,
  positive: ArrayLike<number>,
  penalties: readonly number[],
): Promise<SparseLinear[]> {
  const { width } = rows;
  // The logit of the share, from which the first fit starts.
  const share = (total(positive) + 0.5) / (rows.rows + 1);
  let point: Float64Array = new Float64Array(width + 1);
  point[width] = Math.log(share / (1 - share));
  const path: SparseLinear[] = [];
  for (const penalty of penalties) {
    ({ point } = await minimise((at) => Promise.resolve(logisticLoss(rows, positive, penalty, at)), point, STEPS));
    path.push({ coefficients: [point.slice(0, width)], intercepts: [point[width]!] });
  }
  return path;
}

/**
 * As `fitLogisticPath`, of classes that exclude each other: the softmax of one score for each class.
 * @param labels the class of each row, in [0, classes)
 * @param weights of each row in the loss, 1 in the mean; default: all 1
 */
export async function fitSoftmaxPath(
  rows: SparseRows,
  labels: ArrayLike<number>,
  classes: number,
  penalties: readonly number[],
  weights: ArrayLike<number> = new Float64Array(rows.rows).fill(1),
): Promise<SparseLinear[]> {
  const { width } = rows;
  const stride = width + 1;
  let point: Float64Array = new Float64Array(classes * stride);
  const path: SparseLinear[] = [];
  for (const penalty of penalties) {
    const loss = (at: Float64Array): Promise<Evaluated> =>
      Promise.resolve(softmaxLoss(rows, labels, weights, classes, penalty, at));
    ({ point } = await minimise(loss, point, STEPS));
    const end = point;
    const places = Array.from({ length: classes }, (_, output) => output * stride);
    path.push({
      coefficients: places.map((from) => end.slice(from, from + width)),
      intercepts: places.map((from) => end[from + width]!),
    });
  }
  return path;
}

/** The score of every output for every row: float64 [rows, outputs]. */
export function sparseScores(rows: SparseRows, { coefficients, intercepts }: SparseLinear): Float64Array {
  const outputs = intercepts.length;
  const scores = new Float64Array(rows.rows * outputs);
  for (let output = 0; output < outputs; output++) {
    for (let row = 0; row < rows.rows; row++) {
      scores[row * outputs + output] = dotRow(rows, row, coefficients[output]!, 0) + intercepts[output]!;
    }
  }
  return scores;
}

function dotRow({ starts, columns, values }: SparseRows, row: number, point: Float64Array, from: number): number {
  let sum = 0;
  for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += values[at]! * point[from + columns[at]!]!;
  return sum;
}

function logisticLoss(rows: SparseRows, positive: ArrayLike<number>, penalty: number, point: Float64Array): Evaluated {
  const { width, starts, columns, values } = rows;
  const gradient = new Float64Array(width + 1);
  let loss = 0;
  for (let row = 0; row < rows.rows; row++) {
    const score = dotRow(rows, row, point, 0) + point[width]!;
    loss += Math.max(0, score) + Math.log1p(Math.exp(-Math.abs(score))) - positive[row]! * score;
    const gap = (1 / (1 + Math.exp(-score)) - positive[row]!) / rows.rows;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) gradient[columns[at]!]! += gap * values[at]!;
    gradient[width]! += gap;
  }
  return { value: loss / rows.rows + shrink(point, gradient, penalty, 0, width), gradient };
}

function softmaxLoss(
  rows: SparseRows,
  labels: ArrayLike<number>,
  weights: ArrayLike<number>,
  classes: number,
  penalty: number,
  point: Float64Array,
): Evaluated {
  const { width, starts, columns, values } = rows;
  const stride = width + 1;
  const gradient = new Float64Array(classes * stride);
  const scores = new Float64Array(classes);
  let loss = 0;
  for (let row = 0; row < rows.rows; row++) {
    for (let one = 0; one < classes; one++) {
      scores[one] = dotRow(rows, row, point, one * stride) + point[one * stride + width]!;
    }
    const largest = Math.max(...scores);
    const own = scores[labels[row]!]!;
    let sum = 0;
    for (let one = 0; one < classes; one++) sum += scores[one] = Math.exp(scores[one]! - largest);
    loss += weights[row]! * (Math.log(sum) + largest - own);
    for (let one = 0; one < classes; one++) {
      const gap = (weights[row]! * (scores[one]! / sum - Number(labels[row] === one))) / rows.rows;
      const from = one * stride;
      for (let at = starts[row]!; at < starts[row + 1]!; at++) gradient[from + columns[at]!]! += gap * values[at]!;
      gradient[from + width]! += gap;
    }
  }
  let value = loss / rows.rows;
  for (let one = 0; one < classes; one++) value += shrink(point, gradient, penalty, one * stride, width);
  return { value, gradient };
}

/** Adds the gradient of the penalty; the intercept has none. */
function shrink(point: Float64Array, gradient: Float64Array, penalty: number, from: number, width: number): number {
  let squares = 0;
  for (let at = from; at < from + width; at++) {
    squares += point[at]! ** 2;
    gradient[at]! += penalty * point[at]!;
  }
  return (penalty / 2) * squares;
}

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);
