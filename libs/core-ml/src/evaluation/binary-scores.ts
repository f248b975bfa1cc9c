/** Lower bound of a probability in the log loss: the precision of float64, as in scikit-learn. */
const SMALLEST_PROBABILITY = 2 ** -52;

/**
 * The largest distance between the distributions of the scores of both classes (two-sample Kolmogorov-Smirnov
 * statistic), as credit scoring reports it.
 * @param positive 1 or 0 for each score; both occur
 * @returns in [0, 1]
 */
export function kolmogorovSmirnov(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (one, other) => scores[one]! - scores[other]!,
  );
  const positives = Array.from(positive).reduce((sum, value) => sum + value, 0);
  let distance = 0;
  let below = 0;
  order.forEach((row, place) => {
    below += positive[row]!;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[row]) return;
    distance = Math.max(distance, Math.abs(below / positives - (place + 1 - below) / (scores.length - positives)));
  });
  return distance;
}

/** Mean squared distance of the probability from the answer 0 or 1 (Brier 1950). */
export function brierScore(probabilities: ArrayLike<number>, positive: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) sum += (probabilities[row]! - positive[row]!) ** 2;
  return sum / probabilities.length;
}

/** Mean negative log likelihood, nats. */
export function binaryLogLoss(probabilities: ArrayLike<number>, positive: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const own = positive[row] ? probabilities[row]! : 1 - probabilities[row]!;
    sum -= Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, own)));
  }
  return sum / probabilities.length;
}
