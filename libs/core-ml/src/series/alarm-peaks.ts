/**
 * Scores that raise an alarm of their own: within `quiet` steps after a score, only a higher one counts. All others
 * become 0, so that a long anomaly raises one alarm, and another one only as it gets worse.
 * @param scores of one series in order of time
 */
export function alarmPeaks(scores: ArrayLike<number>, quiet: number): Float64Array {
  const peaks = new Float64Array(scores.length);
  // The places of the highest scores of the last `quiet` steps, each lower than the one before.
  const highest: number[] = [];
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at]!;
    while (highest.length > 0 && highest[0]! < at - quiet) highest.shift();
    const before = highest.length > 0 ? scores[highest[0]!]! : -Infinity;
    peaks[at] = score > before ? score : 0;
    while (highest.length > 0 && scores[highest.at(-1)!]! <= score) highest.pop();
    highest.push(at);
  }
  return peaks;
}
