import { type FeatureColumn } from '../tables/feature-matrix';

/** Enough rows to find quantiles to a fraction of a bin. */
const MOST_SAMPLED = 200_000;
/** A bin index takes one byte, and one of the 256 is for missing values. */
const MOST_BINS = 255;

/** How the values of a column become bins 0..size-1; bin `size` holds the missing values. */
export interface ColumnBins {
  readonly size: number;
  /** Of a number: bin b holds the values up to and including upper[b]; the last bin has no upper end. Length size - 1. */
  readonly upper: Float32Array;
  /** Of a category: the code of each bin. Codes without a bin are too rare and count as missing. */
  readonly codes: Int32Array;
}

/**
 * Finds the bins of one column: a bin for each distinct value where there are few enough, else bins of about equal
 * frequency in which a frequent value has a bin of its own (the rule of LightGBM's GreedyFindBin, Ke et al. 2017).
 */
export function findBins(values: Float32Array, column: FeatureColumn, most = MOST_BINS): ColumnBins {
  if (column.categories > 0) return categoryBins(values, column.categories, most);
  const step = Math.max(1, values.length / MOST_SAMPLED);
  const sample = new Float32Array(Math.min(values.length, MOST_SAMPLED));
  let known = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const value = values[Math.floor(at * step)]!;
    if (!Number.isNaN(value)) sample[known++] = value;
  }
  const [distinct, counts] = countDistinct(sample.subarray(0, known).sort());
  const ends = distinct.length <= most ? distinct.map((_, at) => at).slice(0, -1) : frequentEnds(counts, known, most);
  const upper = Float32Array.from(ends, (at) => between(distinct[at]!, distinct[at + 1]!));
  return { size: distinct.length === 0 ? 0 : upper.length + 1, upper, codes: new Int32Array() };
}

/** Writes the bin of each value. */
export function writeBins(values: Float32Array, { size, upper, codes }: ColumnBins, target: Uint8Array): void {
  if (codes.length > 0) {
    const binOf = new Map(Array.from(codes, (code, bin) => [code, bin]));
    for (let row = 0; row < values.length; row += 1) target[row] = binOf.get(values[row]!) ?? size;
    return;
  }
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    let low = 0;
    let high = upper.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= upper[middle]!) high = middle;
      else low = middle + 1;
    }
    target[row] = Number.isNaN(value) ? size : low;
  }
}

/** The most frequent codes, in order of their code. */
function categoryBins(values: Float32Array, categories: number, most: number): ColumnBins {
  const counts = new Float64Array(categories);
  for (const code of values) if (!Number.isNaN(code)) counts[code]! += 1;
  const present = Array.from(counts.keys()).filter((code) => counts[code]! > 0);
  const frequent = present.sort((one, other) => counts[other]! - counts[one]! || one - other).slice(0, most);
  const codes = Int32Array.from(frequent).sort();
  return { size: codes.length, upper: new Float32Array(), codes };
}

function countDistinct(sorted: Float32Array): [distinct: number[], counts: number[]] {
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    // -0 and 0 are the same number.
    if (distinct.length > 0 && distinct.at(-1) === value) counts[counts.length - 1]! += 1;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  return [distinct, counts];
}

/** @returns the index of the last distinct value of each bin but the last */
function frequentEnds(counts: readonly number[], total: number, most: number): number[] {
  const isBig = counts.map((count) => count >= total / most);
  let restBins = most;
  let rest = total;
  counts.forEach((count, at) => {
    if (!isBig[at]) return;
    restBins -= 1;
    rest -= count;
  });
  let size = rest / restBins;
  let held = 0;
  const ends: number[] = [];
  for (let at = 0; at < counts.length - 1 && ends.length < most - 1; at += 1) {
    if (!isBig[at]) rest -= counts[at]!;
    held += counts[at]!;
    if (!isBig[at] && held < size && !(isBig[at + 1] && held >= Math.max(1, size / 2))) continue;
    ends.push(at);
    held = 0;
    if (isBig[at]) continue;
    restBins -= 1;
    size = rest / restBins;
  }
  return ends;
}

/** A float32 in [low, high), near the middle, so that `value <= threshold` tells the two apart exactly. */
function between(low: number, high: number): number {
  const middle = Math.fround((low + high) / 2);
  return middle < high ? middle : low;
}
