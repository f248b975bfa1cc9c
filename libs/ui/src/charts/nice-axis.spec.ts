import { niceAxis } from './nice-axis';

describe('niceAxis', () => {
  it('has round ticks around all values', () => {
    expect(niceAxis([0.842, 0.871, 0.9], [0, 1]).ticks).toEqual([0.82, 0.84, 0.86, 0.88, 0.9, 0.92]);
    expect(niceAxis([-0.012, 0.031], [-1, 1]).ticks).toEqual([-0.02, -0.01, 0, 0.01, 0.02, 0.03, 0.04]);
  });

  it('ends at the bounds of a share', () => {
    expect(niceAxis([0.1, 0.999], [0, 1])).toMatchObject({ low: 0, high: 1 });
    expect(niceAxis([0.97, 1], [0, 1]).high).toBe(1);
  });

  it('has a length even if all values are the same', () => {
    for (const value of [0, 0.5, 1]) {
      const { low, high } = niceAxis([value, value], [0, 1]);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high - low).toBeGreaterThan(0);
    }
  });
});
