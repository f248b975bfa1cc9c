/** At most `most` of the indices in [0, size), evenly spaced and ascending. */
export function evenlySpaced(size: number, most: number): Int32Array {
  const length = Math.min(size, most);
  return Int32Array.from({ length }, (_, at) => Math.floor((at * size) / length));
}
