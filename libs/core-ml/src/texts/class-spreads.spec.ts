import { classSpreads } from './class-spreads';
import { type TermCounts } from './count-terms';

/** Four texts: the first term is in all of them, the second in those of the first class, the third in one text. */
const COUNTS: TermCounts = {
  terms: ['all', 'left-out', 'first', 'once'],
  texts: 5,
  starts: Int32Array.of(0, 2, 5, 7, 8, 9),
  ids: Int32Array.of(0, 2, 0, 2, 3, 0, 1, 0, 2),
  counts: new Int32Array(9).fill(1),
};
const places = Int32Array.of(0, -1, 1, 2);

describe('the spread of a term over the classes', () => {
  const rows = Int32Array.of(0, 1, 2, 3);
  const spreads = classSpreads(COUNTS, places, rows, Int32Array.of(0, 0, 1, 1), 2);

  it('is the standard deviation of its smoothed log ratios, by the given texts alone', () => {
    // Two of four texts have the term, both of the first class: shares (2 + 1) / (2 + 2) and (0 + 1) / (2 + 2) of 1/2.
    expect(spreads[1]).toBeCloseTo((Math.log(1.5) - Math.log(0.5)) / 2, 6);
    expect(spreads).toHaveLength(3);
  });

  it('is 0 if all classes have it alike, and smaller the less its class is sure', () => {
    expect(spreads[0]).toBeCloseTo(0, 6);
    expect(spreads[2]!).toBeGreaterThan(0);
    expect(spreads[2]!).toBeLessThan(spreads[1]!);
  });
});
