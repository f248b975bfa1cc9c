import { goesToChallenger } from './canary';

const keys = Array.from({ length: 10_000 }, (_, index) => `request-${index}`);

describe('goesToChallenger', () => {
  it.each([0.01, 0.1, 0.5])('sends about a share of %d of the keys to the challenger', (share) => {
    const chosen = keys.filter((key) => goesToChallenger(key, 'v2', share)).length;
    // Five standard deviations of a binomial.
    const deviation = Math.sqrt(keys.length * share * (1 - share));
    expect(Math.abs(chosen - keys.length * share)).toBeLessThan(5 * deviation);
  });

  it('sends every key there with a share of 1', () => {
    expect(keys.every((key) => goesToChallenger(key, 'v2', 1))).toBe(true);
  });

  it('keeps a key on its side when the share grows', () => {
    const early = keys.filter((key) => goesToChallenger(key, 'v2', 0.1));
    expect(early.every((key) => goesToChallenger(key, 'v2', 0.2))).toBe(true);
  });

  it('assigns keys differently for another challenger', () => {
    const both = keys.filter((key) => goesToChallenger(key, 'v2', 0.1) && goesToChallenger(key, 'v3', 0.1));
    expect(both.length).toBeLessThan(200);
  });
});
