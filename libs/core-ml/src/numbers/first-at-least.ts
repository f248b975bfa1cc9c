/**
 * The place of the first number that is at least `value`, by bisection.
 * @param sorted ascending
 * @param size of `sorted` that counts. Default: all
 * @returns `size` if there is none
 */
export function firstAtLeast(sorted: ArrayLike<number>, value: number, size = sorted.length): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
