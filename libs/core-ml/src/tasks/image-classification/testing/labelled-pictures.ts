import { createHash } from 'node:crypto';
import { createRandom, type Dataset } from '@lintel/contracts';

const SIDE = 20;
/** Each label is a bar of its own colour at its own place; a picture may have any of them. */
const LABELS = ['bottom', 'left', 'top'] as const;

/** A picture with some of the labels, under noise: uint8 [20, 20, 3]. */
export function labelledPicture(labels: readonly number[], seed: number): Uint8Array {
  const random = createRandom(seed, 'labelled');
  const isIn = (label: number, row: number, column: number): boolean =>
    label === 0 ? row >= SIDE - 6 : label === 1 ? column < 6 : row < 6;
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const [row, column, channel] = [Math.floor(at / 3 / SIDE), Math.floor(at / 3) % SIDE, at % 3];
    const isLit = labels.some((label) => label === channel && isIn(label, row, column));
    return (isLit ? 170 : 60) + random.int(50);
  });
}

/** Which labels picture `at` has: all eight sets in turn. */
export const setOf = (at: number): number[] => [0, 1, 2].filter((label) => (at >> label) & 1);

/** Pictures with sets of labels; a picture may have none. */
export function labelledPictures(size: number, seed: number, groups?: readonly string[]): Dataset {
  const pixels = Array.from({ length: size }, (_, at) => labelledPicture(setOf(at), 1000 * seed + at));
  const labelSets = new Uint8Array(size * LABELS.length);
  pixels.forEach((_, at) => setOf(at).forEach((label) => (labelSets[at * LABELS.length + label] = 1)));
  const hashes = Buffer.concat(pixels.map((each) => createHash('sha256').update(each).digest()));
  return {
    size,
    exampleShape: [SIDE, SIDE, 3],
    dtype: 'uint8',
    classNames: LABELS,
    labels: new Int32Array(size),
    labelSets,
    ...(groups ? { groups } : {}),
    exampleHashes: hashes,
    contentHash: createHash('sha256').update(hashes).update(labelSets).digest('hex'),
    read: (indices, target) =>
      void Array.from(indices).forEach((index, at) => target.set(pixels[index]!, at * SIDE * SIDE * 3)),
    close: () => undefined,
  };
}
