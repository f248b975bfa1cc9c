import { accuracyInterval } from './accuracy-interval';

describe('accuracyInterval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published score interval of %i of %i (Newcombe 1998, table I, method 3)', (correct, of, low, high) => {
    const interval = accuracyInterval(correct, of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
    expect(interval.method).toBe('wilson');
  });

  it('has a width even if all answers are right or all are wrong', () => {
    expect(accuracyInterval(12, 12)).toMatchObject({ low: expect.closeTo(0.75751, 5) as number, high: 1 });
    expect(accuracyInterval(0, 12)).toMatchObject({ low: 0, high: expect.closeTo(0.24249, 5) as number });
    expect(accuracyInterval(0, 1)).toMatchObject({ low: 0, high: expect.closeTo(0.79345, 5) as number });
  });

  it('holds the share and stays within 0 and 1, for every count of up to 200 examples', () => {
    for (let examples = 1; examples <= 200; examples++) {
      for (let correct = 0; correct <= examples; correct++) {
        const { low, high } = accuracyInterval(correct, examples);
        expect(low >= 0 && low <= correct / examples && correct / examples <= high && high <= 1 && low < high).toBe(
          true,
        );
      }
    }
  });

  it('follows the normal approximation for many examples', () => {
    const { low, high } = accuracyInterval(6700, 10_000);
    const halfWidth = 1.96 * Math.sqrt((0.67 * 0.33) / 10_000);
    expect(low).toBeCloseTo(0.67 - halfWidth, 3);
    expect(high).toBeCloseTo(0.67 + halfWidth, 3);
  });
});
