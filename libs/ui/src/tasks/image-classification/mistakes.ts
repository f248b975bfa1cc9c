export interface Mistake {
  readonly trueClass: string;
  readonly predictedClass: string;
  readonly count: number;
  /** Share of the true class's examples, in [0, 1]. */
  readonly share: number;
}

/**
 * The most frequent mistakes, most frequent first.
 * @param matrix counts; row: true class, column: predicted class
 */
export function mostFrequentMistakes(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
  limit: number,
): Mistake[] {
  return matrix
    .flatMap((row, truth) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      return row.map((count, predicted) => ({ truth, predicted, count, share: total === 0 ? 0 : count / total }));
    })
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || b.share - a.share)
    .slice(0, limit)
    .map(({ truth, predicted, count, share }) => ({
      trueClass: classNames[truth] ?? String(truth),
      predictedClass: classNames[predicted] ?? String(predicted),
      count,
      share,
    }));
}
