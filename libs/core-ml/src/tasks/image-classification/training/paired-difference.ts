/** Examples on which two classifiers differ, out of all. */
export interface PairedCounts {
  readonly examples: number;
  /** Only the challenger is right. */
  readonly won: number;
  /** Only the champion is right. */
  readonly lost: number;
}

/** Normal quantile of a two-sided level of 95 %. */
const Z = 1.959963984540054;

/**
 * Difference of two accuracies on the same examples, challenger minus champion, with the 95 % score interval of Tango
 * 1998 (Statistics in Medicine 17, 891-908): the differences that the score test doesn't reject. It excludes 0 exactly
 * when McNemar's asymptotic test rejects, and has a width even if both give the same answers.
 * @param counts `won + lost` in [0, examples], examples at least 1
 */
export function pairedDifference(counts: PairedCounts): { value: number; low: number; high: number } {
  const value = (counts.won - counts.lost) / counts.examples;
  return { value, low: limit(counts, value, -1), high: limit(counts, value, 1) };
}

/**
 * Two-sided p-value that both are equally often right: the exact binomial form (Liddell 1983) of McNemar 1947.
 * @returns in (0, 1]; 1 if they never differ
 */
export function mcnemarP({ won, lost }: Pick<PairedCounts, 'won' | 'lost'>): number {
  const differing = won + lost;
  const fewer = Math.min(won, lost);
  // Masses of Binomial(differing, 1/2) from the middle down, relative to the middle's.
  let mass = 1;
  let lowerHalf = 0;
  let tail = 0;
  for (let count = differing >> 1; count >= 0; count--) {
    lowerHalf += mass;
    if (count <= fewer) tail += mass;
    mass *= count / (differing - count + 1);
  }
  const all = 2 * lowerHalf - (differing % 2 === 0 ? 1 : 0);
  return Math.min(1, (2 * tail) / all);
}

/** Bisects between the estimate, which the test never rejects, and the end of the scale. */
function limit(counts: PairedCounts, estimate: number, end: -1 | 1): number {
  let kept = estimate;
  let rejected: number = end;
  for (let round = 0; round < 60; round++) {
    const middle = (kept + rejected) / 2;
    if (isRejected(counts, middle)) rejected = middle;
    else kept = middle;
  }
  return kept;
}

/** Whether the score test rejects the difference `delta`, with the maximum-likelihood variance under `delta`. */
function isRejected({ examples, won, lost }: PairedCounts, delta: number): boolean {
  const b = (2 * examples - won + lost) * delta - won - lost;
  const c = -lost * delta * (1 - delta);
  const lostShare = (Math.sqrt(b * b - 8 * examples * c) - b) / (4 * examples);
  const variance = examples * (2 * lostShare + delta * (1 - delta));
  return (won - lost - examples * delta) ** 2 > Z * Z * variance;
}
