import { informationOf, sumOf, type Counted } from './counted-values';

/** Whether the share of events may only rise (1) or fall (-1) from bin to bin; 0: whichever has more information. */
export type Direction = -1 | 0 | 1;

/**
 * Merges adjacent bins so that their information value is the largest under a monotone share of events: the problem of
 * Navas-Palencia 2020 (arXiv:2001.08025), solved exactly by dynamic programming.
 * @param bins in order of their values
 * @param mostBins at least 1
 * @param all the counts of all rows of the column, with missing and special values
 * @returns for each merged bin after the first the index of its first bin, ascending
 */
export function monotoneBins(bins: readonly Counted[], mostBins: number, direction: Direction, all: Counted): number[] {
  const directions: readonly Direction[] = direction === 0 ? [1, -1] : [direction];
  const solutions = directions.map((one) => solve(bins, mostBins, one, all));
  return solutions.reduce((best, one) => (one.information > best.information + LEAST_GAIN ? one : best)).starts;
}

/** One more bin must add at least this much information: two bins that differ by less say the same. */
const LEAST_GAIN = 1e-6;

interface Solution {
  readonly information: number;
  readonly starts: number[];
}

/** `best[last][first]`: the best division of bins 0 to last whose last merged bin begins at `first`. */
function solve(bins: readonly Counted[], mostBins: number, direction: Direction, all: Counted): Solution {
  const merged = bins.map((_, first) => bins.map((__, last) => sumOf(bins.slice(first, last + 1))));
  const shareOf = (first: number, last: number): number => merged[first]![last]!.events / merged[first]![last]!.rows;
  const information = (first: number, last: number): number => informationOf(merged[first]![last]!, all);
  let best = bins.map((_, last): (Solution | undefined)[] => [{ information: information(0, last), starts: [] }]);
  let answer = best.at(-1)?.[0] ?? { information: 0, starts: [] };
  for (let count = 2; count <= Math.min(mostBins, bins.length); count++) {
    const before = best;
    best = bins.map((_, last) =>
      bins.slice(0, last + 1).map((__, first) => {
        const share = shareOf(first, last);
        let chosen: Solution | undefined;
        before[first - 1]?.forEach((earlier, start) => {
          const rise = direction * (share - shareOf(start, first - 1));
          if (earlier && rise >= 0 && (!chosen || earlier.information > chosen.information)) chosen = earlier;
        });
        return (
          chosen && {
            information: chosen.information + information(first, last),
            starts: [...chosen.starts, first],
          }
        );
      }),
    );
    for (const one of best.at(-1)!) if (one && one.information > answer.information + LEAST_GAIN) answer = one;
  }
  return answer;
}
