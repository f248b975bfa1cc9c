import { createRandom, type DriftObservation, driftWindowSchema } from '@lintel/contracts';
import { DriftWindow } from './window';

const observation = (value: number): DriftObservation => ({
  outcome: value % 2 === 0 ? 'even' : 'odd',
  confidence: (value % 100) / 100,
  latencyMs: value,
  unsure: value % 10 === 0,
  features: { value, ...(value % 2 === 0 ? { evenValue: value } : {}) },
});

function windowOf(from: number, to: number, seed = 1): DriftWindow {
  const window = new DriftWindow(seed);
  for (let value = from; value < to; value++) window.add(observation(value));
  return window;
}

const copy = (window: DriftWindow) => DriftWindow.fromJSON(JSON.parse(JSON.stringify(window)));

describe('DriftWindow', () => {
  it('keeps every example while there are few, and counts all of them', () => {
    const state = windowOf(0, 100).toJSON();
    expect(state).toMatchObject({ examples: 100, unsure: 10, categories: { even: 50, odd: 50 } });
    expect(state.confidenceSum).toBeCloseTo(49.5, 9);
    expect([...state.sample.features['value']!].sort((one, other) => one! - other!)).toEqual(
      Array.from({ length: 100 }, (_, value) => value),
    );
    state.sample.latencyMs.forEach((latency, row) => {
      expect(state.sample.features['value']![row]).toBe(latency);
      expect(state.sample.features['evenValue']![row]).toBe(latency % 2 === 0 ? latency : null);
    });
    expect(driftWindowSchema.parse(state)).toEqual(state);
  });

  it('keeps 512 of more, each with the same chance', () => {
    const kept = new Array<number>(2000).fill(0);
    for (let seed = 0; seed < 50; seed++) {
      const { sample } = windowOf(0, 2000, seed).toJSON();
      expect(sample.keys).toHaveLength(512);
      for (const value of sample.latencyMs) kept[value]!++;
    }
    const tenths = Array.from({ length: 10 }, (_, tenth) =>
      kept.slice(tenth * 200, (tenth + 1) * 200).reduce((sum, count) => sum + count, 0),
    );
    // 2,560 expected in each tenth; the standard deviation is 41.
    for (const count of tenths) expect(Math.abs(count - 2560)).toBeLessThan(4 * 41);
  });

  it('repeats itself for the same seed, and not for another', () => {
    expect(windowOf(0, 1000).toJSON()).toEqual(windowOf(0, 1000).toJSON());
    expect(windowOf(0, 1000).toJSON().sample).not.toEqual(windowOf(0, 1000, 2).toJSON().sample);
  });

  it('continues after being stored as if it had not been', () => {
    for (const stop of [0, 1, 255, 256, 700]) {
      const stored = copy(windowOf(0, stop));
      for (let value = stop; value < 1500; value++) stored.add(observation(value));
      const { confidenceSum, ...state } = stored.toJSON();
      const { confidenceSum: undisturbed, ...expected } = windowOf(0, 1500).toJSON();
      expect(state).toEqual(expected);
      expect(confidenceSum).toBeCloseTo(undisturbed, 6);
    }
  });

  it('merges with another window in any order, without bias', () => {
    const [one, other] = [windowOf(0, 3000, 1), windowOf(3000, 4000, 2)];
    const before = JSON.stringify(one);
    const { seed: _, ...there } = one.merge(other).toJSON();
    const { seed: __, ...back } = other.merge(one).toJSON();
    expect(there).toEqual(back);
    expect(JSON.stringify(one)).toBe(before);
    expect(there).toMatchObject({ examples: 4000, unsure: 400, categories: { even: 2000, odd: 2000 } });
    const ofOther = there.sample.latencyMs.filter((value) => value >= 3000).length;
    // A quarter of 512 expected; the standard deviation is 9.2.
    expect(Math.abs(ofOther - 128)).toBeLessThan(4 * 9.2);
    expect(copy(one.merge(other)).toJSON()).toEqual(one.merge(other).toJSON());
  });

  it('takes more after a merge', () => {
    const merged = windowOf(0, 600, 1).merge(windowOf(600, 1200, 2));
    merged.add(observation(1200));
    expect(merged.examples).toBe(1201);
    expect(merged.toJSON().sample.keys).toHaveLength(512);
  });

  it('refuses non-numbers, and leaves the window unchanged', () => {
    const window = windowOf(0, 3);
    const before = window.toJSON();
    const good = observation(1);
    for (const wrong of [{ confidence: NaN }, { confidence: 1.1 }, { latencyMs: -1 }, { features: { a: Infinity } }]) {
      expect(() => window.add({ ...good, ...wrong })).toThrow(/finite features/);
    }
    expect(window.toJSON()).toEqual(before);
  });

  it('refuses a state that was not written by a window', () => {
    const state = windowOf(0, 3).toJSON();
    expect(() => DriftWindow.fromJSON({ ...state, examples: -1 })).toThrow(/toJSON/);
    const sample = { ...state.sample, latencyMs: [1] };
    expect(() => DriftWindow.fromJSON({ ...state, sample })).toThrow(/different lengths/);
  });

  it('is small to store', () => {
    const random = createRandom(1);
    const window = new DriftWindow(1);
    for (let at = 0; at < 2000; at++) {
      const features = Object.fromEntries([...'abcde'].map((name) => [name, random.next()]));
      window.add({ outcome: 'one', confidence: random.next(), latencyMs: random.next(), unsure: false, features });
    }
    expect(JSON.stringify(window).length).toBeLessThan(64 * 1024);
  });
});
