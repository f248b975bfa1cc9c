/**
 * Index of the largest value (argmax); the first of several equal ones. NaN is never the largest.
 * @param values numbers, at least one
 * @param from where the row begins, and `length` its size, if `values` holds several rows
 * @returns in [0, length), counted from `from`
 */
export function indexOfLargest(values: ArrayLike<number>, from = 0, length = values.length - from): number {
  let best = -1;
  for (let at = 0; at < length; at++) {
    const value = values[from + at]!;
    if (!Number.isNaN(value) && (best < 0 || value > values[from + best]!)) best = at;
  }
  return Math.max(best, 0);
}
