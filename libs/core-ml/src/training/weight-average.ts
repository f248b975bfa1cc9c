/**
 * The share by which the running average moves towards the weights after a step. Early averages are closer to the
 * current weights: the decay grows with the steps up to its final value, as in TensorFlow's ExponentialMovingAverage.
 * @param decay in (0, 1)
 * @param step 0 for the first
 * @returns in (0, 1)
 */
export function averageShare(decay: number, step: number): number {
  return 1 - Math.min(decay, (1 + step) / (10 + step));
}
