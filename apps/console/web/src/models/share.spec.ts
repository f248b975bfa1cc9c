import { percentOf, shareOf } from './share';

describe('shares in percent', () => {
  it('convert back to the same value', () => {
    for (const share of [0, 0.001, 0.07, 0.29, 0.555, 1, -0.02]) expect(shareOf(percentOf(share), -1, 1)).toBe(share);
    expect(percentOf(0.07)).toBe(7);
  });

  it('are null for an empty, invalid or out-of-range text', () => {
    expect(percentOf(null)).toBe('');
    for (const written of ['', '-', 'x', 101, -1]) expect(shareOf(written, 0, 1)).toBeNull();
    expect(shareOf(0, 0.001, 1)).toBeNull();
  });
});
