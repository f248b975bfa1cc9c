import { largestDifference, scaleOf } from './largest-difference';

describe('largestDifference', () => {
  it('is that of the values furthest apart, in parts of the scale', () => {
    expect(largestDifference([1, 2, 3], [1, 2.5, 2])).toBe(1);
    expect(largestDifference([1, 2, 3], [1, 2.5, 2], 4)).toBe(0.25);
  });

  it('is infinite if a value is not a number or is missing', () => {
    expect(largestDifference([1, NaN], [1, 2])).toBe(Infinity);
    expect(largestDifference([1, 2], [NaN, 2])).toBe(Infinity);
    expect(largestDifference([1, 2], [1])).toBe(Infinity);
  });
});

describe('scaleOf', () => {
  it('is the largest value, and never less than 1', () => {
    expect(scaleOf([2, -3])).toBe(3);
    expect(scaleOf([0.5])).toBe(1);
    expect(scaleOf([])).toBe(1);
  });
});
