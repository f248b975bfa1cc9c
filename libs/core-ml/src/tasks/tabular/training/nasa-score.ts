/** How much a late prediction costs more than an early one: the divisors of the exponents. */
const EARLY = 13;
const LATE = 10;

/**
 * The score of the PHM 2008 challenge for predicted remaining useful life: the sum over units of `exp(-d / 13) - 1` for
 * an early and `exp(d / 10) - 1` for a late prediction, d = predicted - actual in cycles (Saxena, Goebel, Simon & Eklund
 * 2008, "Damage propagation modeling for aircraft engine run-to-failure simulation"). A sum, so it grows with the
 * number of units; 0 is perfect.
 */
export function nasaScore(predicted: ArrayLike<number>, actual: ArrayLike<number>, units: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < units.length; at++) {
    const late = predicted[units[at]!]! - actual[units[at]!]!;
    sum += Math.exp(late < 0 ? -late / EARLY : late / LATE) - 1;
  }
  return sum;
}
