import { scheduleFactor } from './learning-rate-schedule';

describe('scheduleFactor', () => {
  it('stays at one if it is constant', () => {
    expect([0, 50, 99].map((step) => scheduleFactor({ kind: 'constant' }, step, 100))).toEqual([1, 1, 1]);
  });

  it('drops by the factor at each share', () => {
    const schedule = { kind: 'step', factor: 0.1, atShares: [0.5, 0.75] } as const;
    const factors = [0, 49, 50, 74, 75, 99].map((step) =>
      scheduleFactor({ ...schedule, atShares: [...schedule.atShares] }, step, 100),
    );
    [1, 1, 0.1, 0.1, 0.01, 0.01].forEach((expected, at) => expect(factors[at]).toBeCloseTo(expected, 12));
  });

  it('rises to one and falls to the final share in one cycle', () => {
    const schedule = { kind: 'one-cycle', warmupShare: 0.2, finalShare: 0 } as const;
    const factors = Array.from({ length: 10 }, (_, step) => scheduleFactor(schedule, step, 10));
    [0.5, 1, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125].forEach((expected, at) =>
      expect(factors[at]).toBeCloseTo(expected, 12),
    );
  });

  it('halves at the middle of a cosine', () => {
    const schedule = { kind: 'cosine', warmupShare: 0, finalShare: 0 } as const;
    expect(scheduleFactor(schedule, 0, 100)).toBeCloseTo(1, 12);
    expect(scheduleFactor(schedule, 50, 100)).toBeCloseTo(0.5, 12);
    expect(scheduleFactor(schedule, 99, 100)).toBeLessThan(0.001);
  });
});
