import { Histogram } from './histogram';

describe('Histogram', () => {
  it('counts a value into the first bucket whose bound it does not exceed, and the rest behind the last', () => {
    const histogram = new Histogram([1, 2, 5]);
    for (const value of [0, 1, 1.5, 2, 5.1, 100]) histogram.add(value);
    expect(histogram.snapshot()).toEqual({ bounds: [1, 2, 5], counts: [2, 2, 0, 2], count: 6, sum: 109.6 });
  });
});
