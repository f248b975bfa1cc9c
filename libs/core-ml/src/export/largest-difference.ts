/**
 * The largest absolute difference of two arrays, divided by `scale`. NaN on either side and arrays of different lengths
 * count as an infinite difference.
 */
export function largestDifference(expected: ArrayLike<number>, received: ArrayLike<number>, scale = 1): number {
  if (expected.length !== received.length) return Infinity;
  let worst = 0;
  for (let at = 0; at < expected.length; at++) {
    const difference = Math.abs(expected[at]! - received[at]!) / scale;
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Infinity : difference;
  }
  return worst;
}

/** The largest absolute value, or 1 if that is smaller: what differences of values without a fixed range are divided by. */
export function scaleOf(values: ArrayLike<number>): number {
  let scale = 1;
  for (let at = 0; at < values.length; at++) scale = Math.max(scale, Math.abs(values[at]!));
  return scale;
}
