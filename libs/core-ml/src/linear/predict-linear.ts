import { type LinearModel } from '@lintel/contracts';
import { type DenseMatrix } from '../tables/dense-encoding';
import { scoresOf } from './design';
import { sigmoid } from './fit-logistic';

/** The sums of a linear model, and how they become its answer. */
export type LinearSums = Pick<LinearModel, 'link' | 'coefficients' | 'intercepts'>;

/**
 * The answers of a linear model.
 * @returns float64 [rows, outputs]: values, or the probabilities of all classes (two for a logistic link)
 */
export function predictLinear(model: LinearModel, { rows, columns, values }: DenseMatrix): Float64Array {
  return predictSums(model, { rows, width: columns.length, values });
}

/**
 * As `predictLinear`, over any numbers.
 * @param matrix [rows, width], one row after another
 */
export function predictSums(
  model: LinearSums,
  matrix: { readonly rows: number; readonly width: number; readonly values: ArrayLike<number> },
): Float64Array {
  const sums = model.coefficients.map((coefficients, output) =>
    scoresOf(matrix, Float64Array.from([...coefficients, model.intercepts[output]!])),
  );
  if (model.link === 'identity') return sums[0]!;
  if (model.link === 'logistic') {
    const answers = new Float64Array(2 * matrix.rows);
    sums[0]!.forEach((sum, row) => {
      answers[2 * row] = sigmoid(-sum);
      answers[2 * row + 1] = sigmoid(sum);
    });
    return answers;
  }
  const answers = new Float64Array(sums.length * matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    const largest = Math.max(...sums.map((scores) => scores[row]!));
    const powers = sums.map((scores) => Math.exp(scores[row]! - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, output) => (answers[row * sums.length + output] = power / total));
  }
  return answers;
}

/** What moved the answer for one row away from the answer for an average row. */
export interface LinearReasons {
  /** The sum of an average training row, before the link. */
  readonly base: number;
  /** For each column of the feature matrix: `Σ coefficient (x - mean)`. Base and contributions add up to the row's sum. */
  readonly contributions: Float64Array;
}

/**
 * Exact reasons of one row for one output: the columns that come from one input count together.
 * @param inputs number of columns of the feature matrix
 * @param output 0 for one output; the class for softmax
 */
export function linearReasons(
  model: LinearModel,
  matrix: DenseMatrix,
  row: number,
  inputs: number,
  output = 0,
): LinearReasons {
  const coefficients = model.coefficients[output]!;
  const contributions = new Float64Array(inputs);
  let base = model.intercepts[output]!;
  matrix.columns.forEach(({ source }, column) => {
    const mean = model.means[column]!;
    const value = matrix.values[row * matrix.columns.length + column]!;
    base += coefficients[column]! * mean;
    contributions[source]! += coefficients[column]! * (value - mean);
  });
  return { base, contributions };
}
