import { BIN_FIELDS } from './workspace';

/**
 * Adds the rows of a leaf to the histogram of one column.
 * @param bins of all columns; those of this column begin at `column`
 * @param order the leaf's rows stand at from..to-1
 * @param gradients pairs in the leaf's order: the pair of order[from] comes first
 * @param start of the column's histogram in `histograms`
 */
export function addRows(
  bins: Uint8Array,
  column: number,
  order: Int32Array,
  from: number,
  to: number,
  gradients: Float32Array,
  histograms: Float64Array,
  start: number,
): void {
  let pair = 0;
  for (let at = from; at < to; at += 1) {
    const bin = start + bins[column + order[at]!]! * BIN_FIELDS;
    histograms[bin]! += gradients[pair]!;
    histograms[bin + 1]! += gradients[pair + 1]!;
    histograms[bin + 2]! += 1;
    pair += 2;
  }
}

/** whole -= part: what is left is the histogram of the other child. */
export function subtract(histograms: Float64Array, whole: number, part: number, length: number): void {
  for (let at = 0; at < length; at += 1) histograms[whole + at]! -= histograms[part + at]!;
}
