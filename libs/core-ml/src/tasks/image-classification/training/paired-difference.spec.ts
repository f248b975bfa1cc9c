import { mcnemarP, pairedDifference } from './paired-difference';
import fixtures from '../../../evaluation/testing/paired.json';

describe('pairedDifference', () => {
  it.each(fixtures)('inverts the score test: $won won and $lost lost of $examples', ({ low, high, ...counts }) => {
    const difference = pairedDifference(counts);
    expect(difference.value).toBeCloseTo((counts.won - counts.lost) / counts.examples, 12);
    expect(difference.low).toBeCloseTo(low, 6);
    expect(difference.high).toBeCloseTo(high, 6);
  });

  it('gives the published interval of Bentur et al. 2009 (Fagerland, Lydersen & Laake 2014)', () => {
    const { low, high } = pairedDifference({ examples: 21, won: 1, lost: 7 });
    expect(low).toBeCloseTo(-0.517, 3);
    expect(high).toBeCloseTo(-0.026, 3);
  });

  it('excludes a difference of 0 exactly when the asymptotic McNemar test does', () => {
    for (let won = 0; won <= 40; won++) {
      const excluded = pairedDifference({ examples: 400, won, lost: 20 });
      const rejects = Math.abs(won - 20) / Math.sqrt(won + 20) > 1.96;
      expect(excluded.low > 0 || excluded.high < 0).toBe(rejects);
    }
  });

  it('has a width even if both models give the same answers', () => {
    const { low, high } = pairedDifference({ examples: 100, won: 0, lost: 0 });
    // z² / (n + z²), with z² = 3.8415.
    expect(low).toBeCloseTo(-0.036994, 5);
    expect(high).toBeCloseTo(0.036994, 5);
  });

  it('stays in [-1, 1] if one model is always right and the other never', () => {
    expect(pairedDifference({ examples: 5, won: 5, lost: 0 })).toMatchObject({ value: 1, high: 1 });
    expect(pairedDifference({ examples: 5, won: 0, lost: 5 })).toMatchObject({ value: -1, low: -1 });
    expect(pairedDifference({ examples: 1, won: 1, lost: 0 }).low).toBeGreaterThan(-1);
  });
});

describe('mcnemarP', () => {
  it.each(fixtures)('is that of statsmodels: $won won and $lost lost', ({ won, lost, mcnemarP: expected }) => {
    expect(mcnemarP({ won, lost })).toBeCloseTo(expected, 12);
  });

  it('matches a computation by hand, on both sides', () => {
    expect(mcnemarP({ won: 3, lost: 1 })).toBeCloseTo((2 * (1 + 4)) / 16, 12);
    expect(mcnemarP({ won: 1, lost: 3 })).toBeCloseTo((2 * (1 + 4)) / 16, 12);
    expect(mcnemarP({ won: 0, lost: 10 })).toBeCloseTo(2 / 1024, 12);
    expect(mcnemarP({ won: 50_000, lost: 50_000 })).toBe(1);
  });
});
