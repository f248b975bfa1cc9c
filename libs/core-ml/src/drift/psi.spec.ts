import { binCounts } from './distribution';
import { populationStabilityIndex } from './psi';
import fixtures from './testing/drift.json';

describe('populationStabilityIndex', () => {
  it.each(Object.entries(fixtures.samples))('is what numpy works out: %s', (_, { edges, counts, window, psi }) => {
    expect(populationStabilityIndex(counts, binCounts(window, edges))).toBeCloseTo(psi, 10);
  });

  it.each(fixtures.classes)('is what numpy works out for classes: $psi', ({ reference, window, psi }) => {
    expect(populationStabilityIndex(reference, window)).toBeCloseTo(psi, 10);
  });

  it('is zero for equal shares, the same both ways, and finite where a bin is empty', () => {
    expect(populationStabilityIndex([10, 20], [10, 20])).toBe(0);
    expect(populationStabilityIndex([90, 10], [50, 50])).toBeCloseTo(populationStabilityIndex([50, 50], [90, 10]), 12);
    expect(populationStabilityIndex([100, 0], [0, 100])).toBeGreaterThan(5);
    expect(populationStabilityIndex([100, 0], [0, 100])).toBeLessThan(20);
  });
});
