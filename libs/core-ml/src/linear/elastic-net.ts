import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** `lambda ((1 - alpha) / 2 |b|² + alpha |b|₁)`; alpha 0: ridge, 1: lasso. */
export interface Penalty {
  readonly lambda: number;
  readonly alpha: number;
}

/** A quadratic form `½ bᵀ gram b - linear · b`, whose last coefficient is the intercept. */
export interface Quadratic {
  /** float64 [size, size], symmetric, row after row. */
  readonly gram: Float64Array;
  /** float64 [size] */
  readonly linear: Float64Array;
}

const MOST_SWEEPS = 10_000;
/** Relative to the largest coefficient. */
const PRECISION = 1e-10;

/** The penalty of all coefficients but the intercept, which is the last. */
export function penaltyOf(coefficients: Float64Array, { lambda, alpha }: Penalty): number {
  let sum = 0;
  for (let at = 0; at < coefficients.length - 1; at++) {
    const value = coefficients[at]!;
    sum += ((1 - alpha) / 2) * value * value + alpha * Math.abs(value);
  }
  return lambda * sum;
}

/** Minimises quadratic forms of the same gram matrix and penalty. */
export type Minimiser = (linear: Float64Array, start: Float64Array) => Float64Array;

/**
 * The coefficients that minimise the quadratic form plus the penalty: by Cholesky decomposition for ridge, else by
 * coordinate descent (Friedman, Hastie & Tibshirani 2010, Journal of Statistical Software 33(1)).
 * @param start where coordinate descent begins
 */
export const minimise = ({ gram, linear }: Quadratic, penalty: Penalty, start: Float64Array): Float64Array =>
  minimiserOf(gram, penalty)(linear, start);

/** @returns a minimiser that decomposes the gram matrix once; see {@link minimise} */
export function minimiserOf(gram: Float64Array, penalty: Penalty): Minimiser {
  const solve = penalty.alpha === 0 || penalty.lambda === 0 ? ridgeSolver(gram, penalty.lambda) : undefined;
  return (linear, start) => solve?.(linear) ?? descend({ gram, linear }, penalty, start);
}

/** @returns undefined if the form is not positive definite */
function ridgeSolver(
  gram: Float64Array,
  lambda: number,
): ((linear: Float64Array) => Float64Array | undefined) | undefined {
  const size = Math.sqrt(gram.length);
  const matrix = new Matrix(size, size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) matrix.set(row, column, gram[row * size + column]!);
  for (let at = 0; at < size - 1; at++) matrix.set(at, at, matrix.get(at, at) + lambda);
  const factor = new CholeskyDecomposition(matrix);
  if (!factor.isPositiveDefinite()) return undefined;
  return (linear) => {
    const solution = factor.solve(Matrix.columnVector(linear)).to1DArray();
    return solution.every(Number.isFinite) ? Float64Array.from(solution) : undefined;
  };
}

function descend({ gram, linear }: Quadratic, { lambda, alpha }: Penalty, start: Float64Array): Float64Array {
  const size = linear.length;
  const solution = Float64Array.from(start);
  // The negative gradient of the form, kept up to date.
  const slope = Float64Array.from(linear);
  for (let at = 0; at < size; at++) if (solution[at] !== 0) subtractRow(slope, gram, at, solution[at]!);
  const update = (at: number): number => {
    const curvature = gram[at * size + at]!;
    if (curvature <= 0) return 0;
    const pull = slope[at]! + curvature * solution[at]!;
    const isIntercept = at === size - 1;
    const value = isIntercept
      ? pull / curvature
      : softThreshold(pull, lambda * alpha) / (curvature + lambda * (1 - alpha));
    const change = value - solution[at]!;
    if (change === 0) return 0;
    solution[at] = value;
    subtractRow(slope, gram, at, change);
    return Math.abs(change);
  };
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let at = 0; at < size; at++) largest = Math.max(largest, update(at));
    if (largest <= PRECISION * Math.max(1, largestOf(solution))) break;
  }
  return solution;
}

function subtractRow(slope: Float64Array, gram: Float64Array, row: number, by: number): void {
  const offset = row * slope.length;
  for (let at = 0; at < slope.length; at++) slope[at]! -= by * gram[offset + at]!;
}

const softThreshold = (value: number, by: number): number => Math.sign(value) * Math.max(0, Math.abs(value) - by);

export function largestOf(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
