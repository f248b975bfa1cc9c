import { type ShareInterval } from '@lintel/contracts';

/** Normal quantile of a two-sided level of 95 %. */
const Z = 1.959963984540054;

/**
 * 95 % score interval of a share (Wilson 1927, Journal of the American Statistical Association 22, 209-212), without
 * continuity correction: the shares that the score test does not reject. It has a width even if all answers are right
 * or all are wrong, and stays in [0, 1].
 * @param correct number of right answers, in [0, examples]
 * @param examples at least 1
 */
export function accuracyInterval(correct: number, examples: number): ShareInterval {
  const share = correct / examples;
  const weight = 1 + Z ** 2 / examples;
  const centre = (share + Z ** 2 / (2 * examples)) / weight;
  const halfWidth = (Z / weight) * Math.sqrt((share * (1 - share)) / examples + Z ** 2 / (4 * examples ** 2));
  return {
    // At the ends the formula gives exactly 0 and 1; floating-point rounding would not.
    low: correct === 0 ? 0 : centre - halfWidth,
    high: correct === examples ? 1 : centre + halfWidth,
    method: 'wilson',
  };
}
