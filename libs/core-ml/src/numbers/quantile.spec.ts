import { quantileOf } from './quantile';

describe('quantileOf', () => {
  it('matches a computation by hand', () => {
    expect([0, 0.25, 0.5, 1].map((level) => quantileOf([10, 20, 40], level))).toEqual([10, 15, 20, 40]);
    expect(quantileOf([7], 0.95)).toBe(7);
  });
});
