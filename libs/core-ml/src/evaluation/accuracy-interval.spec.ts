import { createRandom } from '@lintel/contracts';
import { accuracyInterval } from './accuracy-interval';

describe('accuracyInterval', () => {
  it('is where drawing the examples anew two thousand times ends up', () => {
    const [correct, examples, resamples] = [140, 200, 2000];
    const random = createRandom(5, 'bootstrap');
    const accuracies = Float64Array.from({ length: resamples }, () => {
      let right = 0;
      for (let draw = 0; draw < examples; draw++) if (random.int(examples) < correct) right++;
      return right / examples;
    }).sort();
    const { low, high } = accuracyInterval(correct, examples);
    expect(Math.abs(low - accuracies[resamples * 0.025]!)).toBeLessThanOrEqual(0.01);
    expect(Math.abs(high - accuracies[resamples * 0.975]!)).toBeLessThanOrEqual(0.01);
  });

  it('follows the normal approximation for many examples', () => {
    const { low, high } = accuracyInterval(6700, 10_000);
    const halfWidth = 1.96 * Math.sqrt((0.67 * 0.33) / 10_000);
    expect(low).toBeCloseTo(0.67 - halfWidth, 3);
    expect(high).toBeCloseTo(0.67 + halfWidth, 3);
  });

  it('has no width where every answer is right or none is', () => {
    expect(accuracyInterval(12, 12)).toEqual({ low: 1, high: 1 });
    expect(accuracyInterval(0, 12)).toEqual({ low: 0, high: 0 });
    expect(accuracyInterval(0, 1)).toEqual({ low: 0, high: 0 });
  });

  it('takes ten million examples at once', () => {
    const started = performance.now();
    const { low, high } = accuracyInterval(5_000_000, 10_000_000);
    expect(low).toBeCloseTo(0.49969, 5);
    expect(high).toBeCloseTo(0.50031, 5);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
