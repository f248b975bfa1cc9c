import { gainOfValue, leafGain, leafValue } from './leaf-value';

describe('the value of a leaf', () => {
  const free = { l1: 0, l2: 1, low: -Infinity, high: Infinity };

  it('is the Newton step', () => expect(leafValue(-6, 2, free)).toBe(2));

  it('is drawn to zero by l1 and stays within its limits', () => {
    expect(leafValue(-6, 2, { ...free, l1: 3 })).toBe(1);
    expect(leafValue(2, 2, { ...free, l1: 3 })).toBeCloseTo(0, 12);
    expect(leafValue(-6, 2, { ...free, high: 0.5 })).toBe(0.5);
    expect(leafValue(6, 2, { ...free, low: -0.5 })).toBe(-0.5);
  });

  it('saves most where it is free', () => {
    const best = leafGain(-6, 2, 1, 1);
    expect(gainOfValue(-6, 2, 1, 1, leafValue(-6, 2, { ...free, l1: 1 }))).toBeCloseTo(best, 12);
    expect(gainOfValue(-6, 2, 1, 1, 1)).toBeLessThan(best);
  });
});
