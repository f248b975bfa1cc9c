import { nasaScore } from './nasa-score';

describe('nasaScore', () => {
  it('costs e - 1 for 13 cycles too early and for 10 too late, and nothing for a perfect prediction', () => {
    const actual = [50, 50, 50];
    const score = (predicted: number[], units: number[]): number => nasaScore(predicted, actual, units);
    expect(score([37, 60, 50], [0])).toBeCloseTo(Math.E - 1, 12);
    expect(score([37, 60, 50], [1])).toBeCloseTo(Math.E - 1, 12);
    expect(score([37, 60, 50], [2])).toBe(0);
  });

  it('is a sum over the units, each as often as it is drawn', () => {
    expect(nasaScore([60, 37], [50, 50], [0, 0, 1])).toBeCloseTo(3 * (Math.E - 1), 12);
  });
});
