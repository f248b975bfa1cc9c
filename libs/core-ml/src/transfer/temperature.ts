/**
 * Range of temperatures. Where all held-out examples are right, the best one would be 0: the lower end keeps a few
 * hundred examples from making the answers surer than they can show.
 */
const LOWEST = 0.25;
const HIGHEST = 4;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The temperature that minimises the log loss of `logits / temperature` (Guo et al. 2017, "On calibration of modern
 * neural networks"), by golden-section search over its logarithm.
 * @param logits float32 [examples, classes] of examples that the model was not fitted on
 */
export function fitTemperature(logits: Float32Array | Float64Array, labels: Int32Array, classes: number): number {
  const loss = (logarithm: number): number => meanLogLoss(logits, labels, classes, Math.exp(logarithm));
  let low = Math.log(LOWEST);
  let high = Math.log(HIGHEST);
  while (high - low > 1e-3) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** Mean negative log-likelihood of the labels under softmax(logits / temperature). */
export function meanLogLoss(
  logits: Float32Array | Float64Array,
  labels: Int32Array,
  classes: number,
  temperature: number,
): number {
  let total = 0;
  for (const [row, label] of labels.entries()) {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    const most = Math.max(...values);
    let sum = 0;
    for (const value of values) sum += Math.exp((value - most) / temperature);
    total += Math.log(sum) - (values[label]! - most) / temperature;
  }
  return total / labels.length;
}
