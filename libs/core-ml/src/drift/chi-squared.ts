/**
 * Pearson's chi-squared test that two samples of classes have the same distribution (Pearson 1900).
 * @param one counts by class
 * @param other counts of the same classes
 * @returns the p-value; 1 if fewer than two classes occur or a sample is empty
 */
export function chiSquaredP(one: readonly number[], other: readonly number[]): number {
  const [first, second] = [total(one), total(other)];
  const occurring = one.map((count, index) => [count, other[index]!] as const).filter(([a, b]) => a + b > 0);
  if (first === 0 || second === 0 || occurring.length < 2) return 1;
  const weight = Math.sqrt(second / first);
  const statistic = occurring.reduce((sum, [a, b]) => sum + (weight * a - b / weight) ** 2 / (a + b), 0);
  return chiSquaredTail(statistic, occurring.length - 1);
}

/**
 * Upper tail of the chi-squared distribution: the regularised incomplete gamma function, by its series below the mean
 * and by its continued fraction above (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31; Lentz 1976).
 * @param statistic at least 0
 * @param degreesOfFreedom a whole number of at least 1
 */
export function chiSquaredTail(statistic: number, degreesOfFreedom: number): number {
  const [a, x] = [degreesOfFreedom / 2, statistic / 2];
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGammaOfHalves(degreesOfFreedom));
  return Math.min(1, Math.max(0, x < a + 1 ? 1 - scale * series(a, x) : scale * continuedFraction(a, x)));
}

const PRECISION = 1e-15;

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > PRECISION && n < 10_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    change = c * d;
    value *= change;
  }
  return value;
}

/** ln of the gamma function at n / 2, by its recurrence. */
function logGammaOfHalves(n: number): number {
  let result = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let half = n % 2 === 0 ? 2 : 1; half < n; half += 2) result += Math.log(half / 2);
  return result;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
