import { searchSpaceSchema, type SearchState, type SearchTrial } from '@lintel/contracts';
import { bestTrial, nextTrial, type SearchPlan } from './next-trial';
import { runSearch } from './run-search';
import { sampleConfiguration } from './sample-configuration';

const space = searchSpaceSchema.parse([
  { kind: 'choice', name: 'recipe', options: ['deep', 'flat'] },
  { kind: 'float', name: 'rate', low: 0.001, high: 1, scale: 'log' },
  { kind: 'integer', name: 'depth', low: 1, high: 4, scale: 'uniform', when: { name: 'recipe', value: 'deep' } },
]);
const plan: SearchPlan = {
  space,
  defaults: [{ recipe: 'deep' }],
  levels: [1 / 9, 1 / 3, 1],
  better: 'higher',
  seed: 1,
  configurations: 19,
};
const empty: SearchState = { formatVersion: 1, key: 'k', trials: [] };
/** Best where the rate is 0.1; more resource adds a little. */
const quality = ({ configuration, resource }: Pick<SearchTrial, 'configuration' | 'resource'>): number =>
  'rate' in configuration ? resource / 100 - Math.abs(Math.log10(Number(configuration['rate'])) + 1) : -0.5;
const fit = (trial: Pick<SearchTrial, 'configuration' | 'resource'>): Promise<number> =>
  Promise.resolve(quality(trial));

describe('a space', () => {
  it('gives values within their ranges, and conditional ones only where their condition holds', () => {
    const all = Array.from({ length: 400 }, (_, number) => sampleConfiguration(space, 1, number));
    for (const { recipe, rate, depth } of all) {
      expect(rate).toBeGreaterThanOrEqual(0.001);
      expect(rate).toBeLessThanOrEqual(1);
      if (recipe === 'deep') expect([1, 2, 3, 4]).toContain(depth);
      else expect(depth).toBeUndefined();
    }
    // The logarithm is uniform: a third of the values in each power of ten.
    const low = all.filter(({ rate }) => Number(rate) < 0.01).length;
    expect(low / all.length).toBeGreaterThan(0.26);
    expect(low / all.length).toBeLessThan(0.41);
    expect(new Set(all.map(({ depth }) => depth)).size).toBe(5);
  });

  it('gives the same configuration for the same seed and number', () => {
    expect(sampleConfiguration(space, 7, 3)).toEqual(sampleConfiguration(space, 7, 3));
    expect(sampleConfiguration(space, 7, 3)).not.toEqual(sampleConfiguration(space, 8, 3));
  });

  it.each([
    [{ kind: 'float', name: 'rate', low: 0, high: 1, scale: 'log' }, /not positive/],
    [{ kind: 'integer', name: 'depth', low: 4, high: 1, scale: 'uniform' }, /not below/],
    [{ kind: 'choice', name: 'a', options: [1], when: { name: 'b', value: 1 } }, /does not stand before/],
  ])('is refused if a parameter has no meaning: %j', (parameter, problem) => {
    expect(() => searchSpaceSchema.parse([parameter])).toThrow(problem);
  });
});

describe('a search', () => {
  it('tries the defaults first with the full resource, then halves: 9, 3 and 1 of each nine configurations', async () => {
    const { state, best } = await runSearch({ plan, state: empty, fit });
    expect(state.trials[0]).toMatchObject({ number: 0, configuration: { recipe: 'deep' }, resource: 1 });
    expect(state.trials.slice(1).map(({ resource }) => resource)).toEqual(
      [0, 1].flatMap(() => [...new Array<number>(9).fill(1 / 9), 1 / 3, 1 / 3, 1 / 3, 1]),
    );
    const first = state.trials.slice(1, 10).sort((one, other) => other.score! - one.score!);
    expect(state.trials.slice(10, 13).map(({ number }) => number)).toEqual(first.slice(0, 3).map((one) => one.number));
    expect(best).toBe(bestTrial(state.trials, 'higher'));
    expect(best.resource).toBe(1);
    expect(best.score).toBeGreaterThan(-0.5);
  });

  it('is random search with one level', async () => {
    const { state } = await runSearch({ plan: { ...plan, levels: [1] }, state: empty, fit });
    expect(state.trials.map(({ number }) => number)).toEqual(Array.from({ length: 19 }, (_, number) => number));
  });

  it('never ends worse than the defaults', async () => {
    const worse = (trial: { number: number }): Promise<number> => Promise.resolve(trial.number === 0 ? 1 : 0.5);
    expect((await runSearch({ plan, state: empty, fit: worse })).best.number).toBe(0);
  });

  it('prefers low scores where lower is better', async () => {
    const { best } = await runSearch({
      plan: { ...plan, better: 'lower', levels: [1] },
      state: empty,
      fit: ({ number }) => Promise.resolve((number - 5) ** 2),
    });
    expect(best.number).toBe(5);
  });

  it('continues from a stored state without repeating a trial, and ends as an undisturbed one', async () => {
    const whole = await runSearch({ plan, state: empty, fit });
    for (const stopped of [0, 4, 11, 14]) {
      const state = JSON.parse(
        JSON.stringify({ ...empty, trials: whole.state.trials.slice(0, stopped) }),
      ) as SearchState;
      let fits = 0;
      const resumed = await runSearch({ plan, state, fit: (trial) => (fits++, fit(trial)) });
      expect(fits).toBe(whole.state.trials.length - stopped);
      expect(resumed.best).toMatchObject({ number: whole.best.number, score: whole.best.score });
    }
  });

  it('records a failed trial with its reason and goes on', async () => {
    const { state, best } = await runSearch({
      plan,
      state: empty,
      fit: (trial) => (trial.number % 2 === 1 ? Promise.reject(new Error('no memory')) : fit(trial)),
    });
    const failed = state.trials.filter(({ error }) => error !== null);
    expect(failed.map(({ error, score }) => [error, score])).toContainEqual(['Error: no memory', null]);
    expect(failed.every(({ resource, number }) => resource === 1 / 9 && number % 2 === 1)).toBe(true);
    expect(best.number % 2).toBe(0);
  });

  it('ends with an error if no default can be fitted, without trying others', async () => {
    let fits = 0;
    const search = runSearch({ plan, state: empty, fit: () => (fits++, Promise.reject(new Error('no rows'))) });
    await expect(search).rejects.toMatchObject({ code: 'DATASET_INVALID', received: 'Error: no rows' });
    expect(fits).toBe(1);
  });

  it('gives up the trial that runs when its time is over, and keeps what was found', async () => {
    let isGivenUp = false;
    const { state, best } = await runSearch({
      plan,
      state: empty,
      budget: 0.2,
      fit: ({ number }, signal) =>
        number === 0
          ? Promise.resolve(1)
          : new Promise((_, reject) => {
              const wait = setTimeout(() => undefined, 10_000);
              signal.addEventListener('abort', () => {
                isGivenUp = true;
                clearTimeout(wait);
                reject(new Error('stopped'));
              });
            }),
    });
    expect([isGivenUp, state.trials.length, best.number]).toEqual([true, 1, 0]);
  });

  it('stops at its signal with the trials so far stored', async () => {
    const stop = new AbortController();
    let stored = empty;
    const search = runSearch({
      plan,
      state: empty,
      fit,
      signal: stop.signal,
      onTrial: (state) => {
        stored = state;
        if (state.trials.length === 3) stop.abort(new Error('stopped by a person'));
      },
    });
    await expect(search).rejects.toThrow('stopped by a person');
    expect(stored.trials).toHaveLength(3);
    expect(nextTrial(plan, stored.trials)!.number).toBe(3);
  });
});
