/**
 * 95 % percentile bootstrap interval of an accuracy (Efron & Tibshirani 1993, ch. 13). Drawing
 * the examples anew with replacement makes the number of right answers binomial, so the limit of
 * infinitely many resamples is two quantiles of that distribution: no drawing, no seed, no noise.
 * @param correct number of right answers, in [0, examples]
 * @param examples at least 1
 */
export function accuracyInterval(correct: number, examples: number): { low: number; high: number } {
  const { first, masses } = binomialMasses(examples, correct / examples);
  const quantile = (level: number): number => {
    let below = 0;
    for (const [index, mass] of masses.entries()) {
      below += mass;
      if (below >= level) return (first + index) / examples;
    }
    return (first + masses.length - 1) / examples;
  };
  return { low: quantile(0.025), high: quantile(0.975) };
}

/** Masses this much smaller than the largest don't move a quantile. */
const NEGLIGIBLE = 1e-16;

/** The binomial distribution around its mode, by the ratio of neighbouring masses; masses sum to 1. */
function binomialMasses(trials: number, p: number): { first: number; masses: number[] } {
  if (p === 0 || p === 1) return { first: trials * p, masses: [1] };
  const mode = Math.min(trials, Math.floor((trials + 1) * p));
  const odds = p / (1 - p);
  const above: number[] = [];
  for (let count = mode, mass = 1; count < trials && mass > NEGLIGIBLE; count++) {
    mass *= ((trials - count) / (count + 1)) * odds;
    above.push(mass);
  }
  const below: number[] = [];
  for (let count = mode, mass = 1; count > 0 && mass > NEGLIGIBLE; count--) {
    mass *= count / (trials - count + 1) / odds;
    below.push(mass);
  }
  const masses = [...below.reverse(), 1, ...above];
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return { first: mode - below.length, masses: masses.map((mass) => mass / total) };
}
