import { type SparseRows } from './sparse-rows';

/** Rows in as many coordinates as there are rows, with the way back. */
export interface ReducedRows {
  readonly rows: SparseRows;
  /** The coefficients of the columns from those of the coordinates. */
  readonly restore: (coefficients: Float64Array) => Float64Array;
}

/** Keeps the factor of rows that are copies of each other regular. */
const JITTER = 1e-9;

/**
 * Rotates rows into coordinates of which there are no more than rows. A loss of the scores with a ridge penalty has its
 * minimum in the span of the rows, and a rotation changes neither scores nor lengths, so the fit is the same (Hastie and
 * Tibshirani 2004, "Efficient quadratic regularization for expression arrays"). With X Xᵀ = L Lᵀ (Cholesky) the rows
 * become those of L, and coefficients c become Xᵀ L⁻ᵀ c.
 */
export function reduceRows(rows: SparseRows): ReducedRows {
  const count = rows.rows;
  const factor = choleskyFactor(rows);
  const starts = Int32Array.from({ length: count + 1 }, (_, row) => (row * (row + 1)) / 2);
  const columns = new Int32Array(starts[count]!);
  for (let row = 0; row < count; row++) for (let at = 0; at <= row; at++) columns[starts[row]! + at] = at;
  return {
    rows: { rows: count, width: count, starts, columns, values: Float32Array.from(factor) },
    restore: (coefficients) => columnSums(rows, solveTransposed(factor, coefficients)),
  };
}

/** Whether an iteration costs less in the coordinates: it passes twice over the values, and many times over vectors. */
export function isReductionWorth({ rows, width, values }: SparseRows): boolean {
  const VECTORS = 20;
  return rows < width && (rows * rows) / 2 + VECTORS * rows < values.length + VECTORS * width;
}

/** The lower triangle L of X Xᵀ = L Lᵀ, row after row: float64 [rows × (rows + 1) / 2]. */
function choleskyFactor({ rows, width, starts, columns, values }: SparseRows): Float64Array {
  const factor = new Float64Array((rows * (rows + 1)) / 2);
  const own = new Float64Array(width);
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) own[columns[at]!] = values[at]!;
    const from = (row * (row + 1)) / 2;
    for (let other = 0; other <= row; other++) {
      let product = 0;
      for (let at = starts[other]!; at < starts[other + 1]!; at++) product += values[at]! * own[columns[at]!]!;
      factor[from + other] = product;
    }
    squares += factor[from + row]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) own[columns[at]!] = 0;
  }
  const jitter = (JITTER * squares) / rows || JITTER;
  for (let row = 0; row < rows; row++) {
    const from = (row * (row + 1)) / 2;
    for (let other = 0; other <= row; other++) {
      const to = (other * (other + 1)) / 2;
      let rest = factor[from + other]!;
      for (let at = 0; at < other; at++) rest -= factor[from + at]! * factor[to + at]!;
      factor[from + other] = other < row ? rest / factor[to + other]! : Math.sqrt(Math.max(rest, 0) + jitter);
    }
  }
  return factor;
}

/** L⁻ᵀ times a vector. */
function solveTransposed(factor: Float64Array, given: Float64Array): Float64Array {
  const solution = given.slice();
  for (let row = solution.length - 1; row >= 0; row--) {
    const from = (row * (row + 1)) / 2;
    const value = (solution[row]! /= factor[from + row]!);
    for (let at = 0; at < row; at++) solution[at]! -= factor[from + at]! * value;
  }
  return solution;
}

/** Xᵀ times a vector. */
function columnSums({ rows, width, starts, columns, values }: SparseRows, shares: Float64Array): Float64Array {
  const sums = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sums[columns[at]!]! += shares[row]! * values[at]!;
  }
  return sums;
}
