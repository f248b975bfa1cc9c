import { type LinearModel } from '@lintel/contracts';
import { type DenseMatrix } from '../tables/dense-encoding';
import { designOf, meanGram, meanProduct } from './design';
import { minimise, type Penalty } from './elastic-net';

/**
 * Linear regression with elastic net: minimises `½ mean(weight (y - x b - a)²) + penalty(b)`, as glmnet does
 * (Friedman, Hastie & Tibshirani 2010). The answer is exact for ridge and iterated to 1e-10 else.
 * @param targets float64 [rows]
 * @throws LintelError SHAPE_MISMATCH, INVALID_ARGUMENT
 */
export function fitLinear(
  matrix: DenseMatrix,
  targets: Float64Array,
  penalty: Penalty,
  weights?: ArrayLike<number>,
): LinearModel {
  return linearPath(matrix, targets, weights)(penalty);
}

/** Fits as {@link fitLinear} does, for one penalty after another: the sums over the rows are computed once. */
export function linearPath(
  matrix: DenseMatrix,
  targets: Float64Array,
  weights?: ArrayLike<number>,
): (penalty: Penalty) => LinearModel {
  const design = designOf(matrix, targets.length, weights);
  // Targets of spread 1 keep the precision of the iteration independent of their unit.
  const { mean, spread } = spreadOf(targets);
  const standard = targets.map((value, row) => design.weights[row]! * ((value - mean) / spread));
  const quadratic = { gram: meanGram(design, design.weights), linear: meanProduct(design, standard) };
  const means = columnMeans(design);
  let start = new Float64Array(design.width + 1);
  return (penalty) => {
    const scaled = { lambda: penalty.lambda, alpha: penalty.alpha };
    // The l1 part of the penalty scales with the targets, the l2 part does not.
    const l1 = (penalty.lambda * penalty.alpha) / spread;
    const l2 = penalty.lambda * (1 - penalty.alpha);
    if (l1 > 0) Object.assign(scaled, { lambda: l1 + l2, alpha: l1 / (l1 + l2) });
    start = Float64Array.from(minimise(quadratic, scaled, start));
    const solution = start.map((value) => value * spread);
    return {
      kind: 'linear',
      link: 'identity',
      coefficients: [Array.from(solution.subarray(0, design.width))],
      intercepts: [solution[design.width]! + mean],
      means,
      penalty: { ...penalty },
      iterations: 1,
      converged: true,
    };
  };
}

/** The weighted mean of every column. */
export function columnMeans(design: Parameters<typeof meanProduct>[0]): number[] {
  return Array.from(meanProduct(design, design.weights).subarray(0, design.width));
}

function spreadOf(targets: Float64Array): { mean: number; spread: number } {
  const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
  const variance = targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / targets.length;
  return { mean, spread: Math.sqrt(variance) || 1 };
}
