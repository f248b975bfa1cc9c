import { type Contender } from './bench';
import { measure, median } from './measure';

/** Contenders on a simulated clock: a run takes exactly this long. */
function race(runMs: Record<string, number | ((round: number) => number)>, units = 1) {
  let clockMs = 0;
  let round = 0;
  const order: string[] = [];
  const contenders = Object.fromEntries(
    Object.entries(runMs).map(([name, ms]): [string, Contender] => [
      name,
      {
        units,
        run: () => {
          order.push(name);
          clockMs += typeof ms === 'number' ? ms : ms(round);
          return Promise.resolve();
        },
      },
    ]),
  );
  const options = { now: () => clockMs, onRound: (begun: number) => (round = begun) };
  return { order, prepared: { groups: [{ name: 'g', contenders }], close: () => Promise.resolve() }, options };
}

describe('a bench', () => {
  it('counts units per second over whole turns', async () => {
    const { prepared, options } = race({ ours: 2, raw: 4 }, 64);
    const { medians, ratios, rounds } = await measure(prepared, { ...options, rounds: 3, turnMs: 7 });
    // 4 runs of 2 ms in a turn of at least 7 ms, 2 runs of 4 ms: 64 units a run.
    expect(medians).toEqual({ 'g:ours': 32_000, 'g:raw': 16_000 });
    expect(ratios).toEqual({ 'g:ours/raw': 2 });
    expect(rounds).toBe(3);
  });

  it('alternates the contenders and swaps which one begins', async () => {
    const { prepared, order, options } = race({ ours: 10, raw: 10 });
    await measure(prepared, { ...options, rounds: 2, turnMs: 10 });
    expect(order).toEqual(['ours', 'raw', 'raw', 'ours', 'ours', 'raw']);
  });

  it('is not affected by the warm-up or by a round in which the machine was busy', async () => {
    const busy = (round: number): number => (round === 0 ? 1000 : round === 2 ? 100 : 10);
    const { prepared, options } = race({ ours: busy, raw: (round) => busy(round) * 2 });
    const { medians, ratios } = await measure(prepared, { ...options, rounds: 5, turnMs: 1 });
    expect(medians).toEqual({ 'g:ours': 100, 'g:raw': 50 });
    expect(ratios).toEqual({ 'g:ours/raw': 2 });
  });

  it('repeats a round while the machine has other work, and gives up if the machine never gets quiet', async () => {
    const loads = [0, 0, 0, 0.9, 0, 0];
    const { prepared, order, options } = race({ ours: 10 });
    const dropped: number[] = [];
    const quiet = {
      busyCores: () => Promise.resolve(loads.shift() ?? 0),
      onDisturbed: (busy: number) => dropped.push(busy),
    };
    const { rounds } = await measure(prepared, { ...options, ...quiet, rounds: 2, turnMs: 1 });
    expect([rounds, dropped, order.length]).toEqual([2, [0.9], 4]);

    const restless = { busyCores: () => Promise.resolve(1) };
    const { medians } = await measure(prepared, { ...options, ...restless, rounds: 1, turnMs: 1 });
    expect(medians).toEqual({ 'g:ours': 100 });
    // The first race had 4 runs; here one is the warm-up and four are attempts.
    expect(order).toHaveLength(9);
  });

  it('takes the median of the values of a probe, without the warm-up', async () => {
    const latencies = [900, 5, 7, 6];
    const { prepared, options } = race({ ours: 1 });
    const probes = { endToEnd: () => Promise.resolve({ p99Ms: latencies.shift() ?? 0 }) };
    const { medians } = await measure({ ...prepared, probes }, { ...options, rounds: 3, turnMs: 1 });
    expect(medians['endToEnd:p99Ms']).toBe(6);
  });
});

describe('the median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
