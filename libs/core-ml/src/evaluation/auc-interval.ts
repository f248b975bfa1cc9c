/** Normal quantile of a two-sided level of 95 %. */
const Z = 1.959963984540054;

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Area under the ROC curve with the 95 % interval of DeLong, DeLong & Clarke-Pearson 1988, computed from ranks (Sun &
 * Xu 2014). The rows must be independent; for grouped rows use `bootstrapInterval`.
 * @param positive 1 or 0 for each score, both at least twice
 */
export function aucWithInterval(scores: ArrayLike<number>, positive: ArrayLike<number>): Estimate {
  const rows = Array.from({ length: scores.length }, (_, row) => row);
  const split = [rows.filter((row) => positive[row]), rows.filter((row) => !positive[row])] as const;
  const scoresOf = (list: readonly number[]): number[] => list.map((row) => scores[row]!);
  const [hits, misses] = [scoresOf(split[0]), scoresOf(split[1])];
  const all = midranks([...hits, ...misses]);
  const [ofHits, ofMisses] = [midranks(hits), midranks(misses)];
  // For each row the share of the other class that it ranks above (a positive) or below (a negative).
  const above = hits.map((_, at) => (all[at]! - ofHits[at]!) / misses.length);
  const below = misses.map((_, at) => 1 - (all[hits.length + at]! - ofMisses[at]!) / hits.length);
  const value = mean(above);
  const deviation = Math.sqrt(variance(above) / hits.length + variance(below) / misses.length);
  return { value, low: Math.max(0, value - Z * deviation), high: Math.min(1, value + Z * deviation) };
}

/** Ranks from 1; equal values share their mean rank. */
function midranks(values: readonly number[]): Float64Array {
  const order = Array.from(values.keys()).sort((one, other) => values[one]! - values[other]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + to + 1) / 2;
  }
  return ranks;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, values.length - 1);
}
