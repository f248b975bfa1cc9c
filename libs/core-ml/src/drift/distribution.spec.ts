import { createRandom, distributionSchema } from '@lintel/contracts';
import { binCounts, distributionOf } from './distribution';
import fixtures from './testing/drift.json';

describe('distributionOf', () => {
  it.each(Object.entries(fixtures.samples))('finds the deciles and bins of numpy: %s', (_, fixture) => {
    const distribution = distributionOf(createRandom(1).shuffle([...fixture.reference]));
    expect(distribution.mean).toBeCloseTo(fixture.mean, 9);
    expect(distribution.edges).toEqual(fixture.edges);
    expect(distribution.counts).toEqual(fixture.counts);
    expect(distribution.sample).toEqual([...fixture.reference].sort((one, other) => one - other));
    expect(distributionSchema.parse(distribution)).toEqual(distribution);
  });

  it("keeps 512 of numpy's quantiles of more values, from the least to the greatest", () => {
    const { sample, examples, counts } = distributionOf(fixtures.quantiles.values);
    expect(sample).toHaveLength(512);
    sample.forEach((value, at) => expect(value).toBeCloseTo(fixtures.quantiles.sample[at]!, 4));
    expect(examples).toBe(1500);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1500);
  });

  it('gives a constant value a separate bin between smaller and larger values', () => {
    for (const constant of [0, 0.25, -3, 1e-7]) {
      const { edges, counts } = distributionOf(new Array<number>(50).fill(constant));
      expect(counts).toEqual([0, 50, 0]);
      expect(binCounts([constant - 1e-7, constant, constant + 1e-7], edges)).toEqual([1, 1, 1]);
    }
  });

  it('puts a frequent value into one bin, in the reference and in windows', () => {
    const values = Array.from({ length: 100 }, (_, at) => (at < 70 ? 1 : at / 100));
    const { edges, counts } = distributionOf(values);
    expect(new Set(edges).size).toBe(edges.length);
    expect(binCounts(values, edges)).toEqual(counts);
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(70);
  });

  it('refuses no values, and one that is not finite', () => {
    expect(() => distributionOf([])).toThrow(/at least one value/);
    expect(() => distributionOf([1, NaN])).toThrow(/not finite/);
    expect(() => distributionOf([1, Infinity])).toThrow(/not finite/);
  });
});
