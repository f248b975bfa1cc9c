import { chiSquaredP, chiSquaredTail } from './chi-squared';
import fixtures from './testing/drift.json';

describe('chiSquaredTail', () => {
  it.each(fixtures.chiSquared as [number, number, number][])("is scipy's at %d with %d degrees", (x, degrees, tail) => {
    expect(chiSquaredTail(x, degrees)).toBeCloseTo(tail, 10);
    if (tail < 0.1) expect(chiSquaredTail(x, degrees) / tail).toBeCloseTo(1, 8);
  });

  it('matches a computation by hand with two degrees of freedom', () => {
    expect(chiSquaredTail(3, 2)).toBeCloseTo(Math.exp(-1.5), 12);
    expect(chiSquaredTail(0, 2)).toBe(1);
  });
});

describe('chiSquaredP', () => {
  it.each(fixtures.classes)("is that of scipy's table: $pValue", ({ reference, window, pValue }) => {
    expect(chiSquaredP(reference, window) / pValue).toBeCloseTo(1, 8);
  });

  it('returns 1 if there is nothing to compare', () => {
    expect(chiSquaredP([5, 0], [9, 0])).toBe(1);
    expect(chiSquaredP([5, 5], [0, 0])).toBe(1);
  });
});
