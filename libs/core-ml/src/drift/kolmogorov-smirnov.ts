/**
 * Two-sample Kolmogorov-Smirnov test: the largest distance between the two empirical distribution functions, and the
 * probability of a distance at least as large if both samples have the same distribution (Smirnov 1948, with the
 * correction of Stephens 1970 for small samples). With ties the p-value errs upwards.
 * @param one ascending, at least one value
 * @param other ascending, at least one value
 */
export function kolmogorovSmirnov(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
): { statistic: number; pValue: number } {
  let statistic = 0;
  let [first, second] = [0, 0];
  while (first < one.length && second < other.length) {
    const value = Math.min(one[first]!, other[second]!);
    while (first < one.length && one[first]! <= value) first++;
    while (second < other.length && other[second]! <= value) second++;
    statistic = Math.max(statistic, Math.abs(first / one.length - second / other.length));
  }
  const root = Math.sqrt((one.length * other.length) / (one.length + other.length));
  return { statistic, pValue: kolmogorovTail((root + 0.12 + 0.11 / root) * statistic) };
}

/**
 * The point at which the computation switches between the two series of the distribution. Within ten terms both are
 * exact to the last digits.
 */
const CHANGE_OF_SERIES = 1.18;

/**
 * Upper tail of the Kolmogorov distribution (Kolmogorov 1933; Marsaglia, Tsang & Wang 2003 for the second series).
 * @param lambda at least 0
 * @returns in [0, 1]
 */
export function kolmogorovTail(lambda: number): number {
  if (lambda <= 0) return 1;
  const terms = Array.from({ length: 10 }, (_, index) => index + 1);
  if (lambda >= CHANGE_OF_SERIES) {
    const sum = terms.reduce((total, j) => total + (j % 2 === 1 ? 1 : -1) * Math.exp(-2 * j * j * lambda * lambda), 0);
    return Math.min(1, 2 * sum);
  }
  const exponent = (-Math.PI * Math.PI) / (8 * lambda * lambda);
  const sum = terms.reduce((total, j) => total + Math.exp(exponent * (2 * j - 1) ** 2), 0);
  return Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / lambda) * sum);
}
