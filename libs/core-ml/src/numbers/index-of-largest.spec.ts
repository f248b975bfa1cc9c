import { indexOfLargest } from './index-of-largest';

describe('the index of the largest value', () => {
  it('is the first of several equal ones', () => {
    expect(indexOfLargest([0.2, 0.4, 0.4])).toBe(1);
    expect(indexOfLargest(Float32Array.of(-3, -5))).toBe(0);
  });

  it('is counted from the start of its row', () => {
    expect(indexOfLargest(Float32Array.of(9, 0.1, 0.3, 0.2, 9), 1, 3)).toBe(1);
  });

  it('is never that of NaN while there is a number', () => {
    expect(indexOfLargest([NaN, 1, NaN, 2])).toBe(3);
    expect(indexOfLargest([NaN, NaN])).toBe(0);
  });
});
