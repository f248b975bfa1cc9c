import { setTimeout as delay } from 'node:timers/promises';
import { quantile, runOpenLoop } from './open-loop';

describe('an open loop', () => {
  it('keeps sending at its rate if no answer has arrived, and includes the waiting time', async () => {
    let under = 0;
    let most = 0;
    const step = {
      name: 'slow',
      run: async () => {
        most = Math.max(most, ++under);
        await delay(300);
        under--;
      },
    };
    const { sent, latenciesMs, errors } = await runOpenLoop({ rate: 100, durationMs: 500, step: () => step });
    expect(sent).toBe(50);
    expect(most).toBeGreaterThan(20);
    expect(latenciesMs.get('slow')).toHaveLength(50);
    expect(quantile(latenciesMs.get('slow')!, 0.5)).toBeGreaterThanOrEqual(300);
    expect(errors.size).toBe(0);
  });

  it('counts failures by their cause', async () => {
    const step = (index: number) => ({
      name: 'odd',
      run: () => (index % 2 === 0 ? Promise.resolve() : Promise.reject(new Error('503'))),
    });
    const { errors, latenciesMs } = await runOpenLoop({ rate: 100, durationMs: 100, step });
    expect([...errors]).toEqual([['odd: 503', 5]]);
    expect(latenciesMs.get('odd')).toHaveLength(5);
  });
});

describe('a quantile', () => {
  it('is the value that this share of the values does not exceed', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([1, 2, 3, 4], 0.99), quantile([], 0.5)]).toEqual([2, 4, Number.NaN]);
  });
});
