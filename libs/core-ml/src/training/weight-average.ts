/**
 * How far the running average of the weights goes towards those after a step. Early averages lie nearer to the present:
 * the decay grows with the steps up to its own value, as in TensorFlow's ExponentialMovingAverage.
 * @param decay in (0, 1)
 * @param step 0 for the first
 * @returns in (0, 1)
 */
export function averageShare(decay: number, step: number): number {
  return 1 - Math.min(decay, (1 + step) / (10 + step));
}
