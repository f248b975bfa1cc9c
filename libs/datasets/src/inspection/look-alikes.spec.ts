import { createRandom } from '@lintel/contracts';
import { MemoryDataset } from '../loaders/memory-dataset';
import { findLookAlikes } from './look-alikes';

const SIDE = 32;
const THINGS = 40;

/** A surface with its own bumps, in [0, 1]. */
function surface(seed: number): number[] {
  const random = createRandom(seed, 'surface');
  const coarse = Array.from({ length: 64 }, () => random.next());
  return Array.from(
    { length: SIDE * SIDE },
    (_, at) => coarse[8 * Math.floor(at / SIDE / 4) + Math.floor((at % SIDE) / 4)]!,
  );
}

/** A picture of a surface under an exposure, brighter to the left or to the right, with noise of the sensor. */
function exposed(values: readonly number[], gain: number, slope: number, seed: number): Uint8Array {
  const random = createRandom(seed, 'noise');
  return Uint8Array.from(values, (value, at) => {
    const light = gain * (1 + (slope * ((at % SIDE) - SIDE / 2)) / SIDE);
    return Math.max(0, Math.min(255, light * (40 + 120 * value) + 2 * random.normal()));
  });
}

function datasetOf(pictures: readonly Uint8Array[]): MemoryDataset {
  return new MemoryDataset({
    data: Uint8Array.from(pictures.flatMap((picture) => [...picture])),
    exampleShape: [SIDE, SIDE, 1],
    labels: pictures.map((_, at) => at % 2),
    classNames: ['a', 'b'],
  });
}

describe('pictures of one thing', () => {
  const things = Array.from({ length: THINGS }, (_, thing) => surface(thing));
  const once = things.map((thing, at) => exposed(thing, 1, 0, at));

  it('are found under another exposure and another light', () => {
    const again = [3, 7, 11].map((thing) => exposed(things[thing]!, 0.6, 0.5, 100 + thing));
    expect(findLookAlikes(datasetOf([...once, ...again]))).toEqual([
      [3, THINGS],
      [7, THINGS + 1],
      [11, THINGS + 2],
    ]);
  });

  it('are not found among pictures of different things, nor among even ones', () => {
    expect(findLookAlikes(datasetOf(once))).toEqual([]);
    const even = Array.from({ length: 5 }, (_, at) => new Uint8Array(SIDE * SIDE).fill(40 * at));
    expect(findLookAlikes(datasetOf([...once, ...even]))).toEqual([]);
  });

  it('are not looked for among a handful of pictures', () => {
    expect(findLookAlikes(datasetOf(once.slice(0, 10)))).toBeNull();
  });
});
