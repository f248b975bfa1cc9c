import { RecentQuantiles } from './recent-quantiles';

describe('RecentQuantiles', () => {
  it('gives a value that was seen, by nearest rank', () => {
    const quantiles = new RecentQuantiles();
    for (const value of [50, 15, 40, 20, 35]) quantiles.add(value);
    // numpy.quantile(values, share, method='inverted_cdf')
    expect([0.05, 0.3, 0.4, 0.5, 0.95, 1].map((share) => quantiles.quantile(share))).toEqual([15, 20, 20, 35, 50, 50]);
  });

  it('forgets all but the latest values', () => {
    const quantiles = new RecentQuantiles(3);
    for (const value of [100, 100, 1, 2, 3]) quantiles.add(value);
    expect(quantiles.quantile(1)).toBe(3);
  });

  it('returns null without values', () => {
    expect(new RecentQuantiles().quantile(0.5)).toBeNull();
  });
});
