/** The window of the benchmark's detector "windowed Gaussian" (github.com/numenta/NAB). */
const STEPS = 6_400;

/**
 * What needs no model: how many standard deviations the newest value is from the mean of the up to 6,400 steps before
 * it; of several signals the largest one.
 * @param signals NaN is missing
 * @returns one number for each of `ends`; 0 where nothing is known
 */
export function trailingGaussian(signals: readonly Float64Array[], ends: ArrayLike<number>): Float64Array {
  const largest = new Float64Array(ends.length);
  for (const values of signals) {
    // Sums of distances from one value keep their digits.
    const origin = values.find((value) => !Number.isNaN(value)) ?? 0;
    let [count, sum, squares] = [0, 0, 0];
    let next = 0;
    for (let at = 0; at < values.length && next < ends.length; at += 1) {
      if (ends[next] === at) {
        largest[next] = Math.max(largest[next]!, distance(values[at]! - origin, count, sum, squares));
        next += 1;
      }
      for (const [place, sign] of [
        [at, 1],
        [at - STEPS, -1],
      ] as const) {
        const value = (values[place] ?? NaN) - origin;
        if (Number.isNaN(value)) continue;
        count += sign;
        sum += sign * value;
        squares += sign * value * value;
      }
    }
  }
  return largest;
}

function distance(value: number, count: number, sum: number, squares: number): number {
  const variance = (squares - (sum * sum) / count) / (count - 1);
  if (count < 2 || !(variance > 0) || Number.isNaN(value)) return 0;
  return Math.abs(value - sum / count) / Math.sqrt(variance);
}
