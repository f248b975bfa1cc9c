/** Added to every bin, so that an empty bin counts as rare rather than impossible (Jeffreys' prior). */
const SMOOTHING = 0.5;

/**
 * Population stability index: the sum over bins of (p - q) ln(p / q), which is the symmetric divergence of Jeffreys
 * (Kullback & Leibler 1951). By convention (Lewis 1994; Siddiqi 2006, Credit Risk Scorecards), a value under 0.1 means
 * no change and 0.25 or more a large change. Small samples exceed this by chance (Yurdakul & Naranjo 2020), so it is
 * combined with a significance test.
 * @param reference counts by bin, at least one bin
 * @param observed counts of the same bins
 * @returns at least 0; 0 if both have the same shares
 */
export function populationStabilityIndex(reference: readonly number[], observed: readonly number[]): number {
  const expected = smoothedShares(reference);
  const actual = smoothedShares(observed);
  const sum = expected.reduce(
    (total, share, bin) => total + (actual[bin]! - share) * Math.log(actual[bin]! / share),
    0,
  );
  return Math.max(0, sum);
}

function smoothedShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0) + SMOOTHING * counts.length;
  return counts.map((count) => (count + SMOOTHING) / total);
}
