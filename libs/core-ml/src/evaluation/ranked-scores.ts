/** How well scores rank examples of one kind above the others, by draws of them. */
export interface RankedScores {
  /** Area under the ROC curve; equal scores count half (Fawcett 2006). NaN if one kind is missing. */
  readonly auc: (rows: ArrayLike<number>) => number;
  /**
   * The sum of each precision times the gain in recall, without interpolation (as in scikit-learn). NaN without a
   * positive.
   */
  readonly averagePrecision: (rows: ArrayLike<number>) => number;
}

/**
 * Sorts the scores once, so that a figure of a draw takes time in proportion to the number of rows.
 * @param positive 1 or 0 for each score
 */
export function rankScores(scores: ArrayLike<number>, positive: ArrayLike<number>): RankedScores {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (one, other) => scores[other]! - scores[one]!,
  );
  const counts = new Uint32Array(scores.length);
  /** Calls back with the positives and the others among each run of equal scores, the highest first. */
  const walk = (rows: ArrayLike<number>, visit: (hits: number, misses: number) => void): void => {
    counts.fill(0);
    for (let at = 0; at < rows.length; at += 1) counts[rows[at]!]! += 1;
    let [hits, misses] = [0, 0];
    order.forEach((row, place) => {
      if (positive[row]) hits += counts[row]!;
      else misses += counts[row]!;
      const next = order[place + 1];
      if (next !== undefined && scores[next] === scores[row]) return;
      if (hits + misses > 0) visit(hits, misses);
      [hits, misses] = [0, 0];
    });
  };
  return {
    auc(rows) {
      let [above, pairs, all] = [0, 0, 0];
      walk(rows, (hits, misses) => {
        pairs += misses * (above + hits / 2);
        above += hits;
        all += misses;
      });
      return pairs / (above * all);
    },
    averagePrecision(rows) {
      let [above, seen, sum] = [0, 0, 0];
      walk(rows, (hits, misses) => {
        above += hits;
        seen += hits + misses;
        sum += (hits * above) / seen;
      });
      return sum / above;
    },
  };
}
