import { createRandom } from '@lintel/contracts';
import { kolmogorovSmirnov, kolmogorovTail } from './kolmogorov-smirnov';
import fixtures from './testing/drift.json';

const sorted = (values: readonly number[]) => [...values].sort((one, other) => one - other);

describe('kolmogorovSmirnov', () => {
  it.each(Object.entries(fixtures.samples))("is scipy's statistic, and near its exact p-value: %s", (_, fixture) => {
    const { statistic, pValue } = kolmogorovSmirnov(sorted(fixture.reference), sorted(fixture.window));
    expect(statistic).toBeCloseTo(fixture.ks.statistic, 12);
    if (fixture.ks.pValue > 1e-12) expect(Math.abs(Math.log(pValue / fixture.ks.pValue))).toBeLessThan(0.2);
    else expect(pValue).toBeLessThan(1e-12);
  });

  it('handles ties on both sides', () => {
    expect(kolmogorovSmirnov([0, 0, 0, 1], [0, 0, 0, 1])).toEqual({ statistic: 0, pValue: 1 });
    expect(kolmogorovSmirnov([0, 0, 1, 1], [0, 1, 1, 1]).statistic).toBeCloseTo(0.25, 12);
    expect(kolmogorovSmirnov([1], [2]).statistic).toBe(1);
  });

  it('has the false positive rate of its level', () => {
    const random = createRandom(4, 'samples');
    const draw = (size: number) => sorted(Array.from({ length: size }, () => random.normal()));
    const trials = 2000;
    let significant = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (kolmogorovSmirnov(draw(80), draw(60)).pValue <= 0.05) significant++;
    }
    expect(significant / trials).toBeGreaterThan(0.03);
    expect(significant / trials).toBeLessThan(0.06);
  });
});

describe('kolmogorovTail', () => {
  it.each(fixtures.kolmogorov as [number, number][])("is scipy's at %d", (lambda, expected) => {
    expect(kolmogorovTail(lambda)).toBeCloseTo(expected, 12);
    if (lambda >= 1) expect(kolmogorovTail(lambda) / expected).toBeCloseTo(1, 9);
  });

  it('is 1 without any distance', () => {
    expect(kolmogorovTail(0)).toBe(1);
  });
});
