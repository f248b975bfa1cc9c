import { createHash } from 'node:crypto';
import { createRandom, type Dataset } from '@lintel/contracts';
import { makeBackbone } from '../../../backbones/make-backbone';
import { tinyPlan, tinyTorchFile } from '../../../backbones/testing/tiny-network';

const SIDE = 20;

/** A backbone of random weights for square pictures. */
export const tinyBackbone = (side: number = SIDE) => {
  const plan = tinyPlan(side);
  return makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' });
};

export const TINTED_SHAPE = [SIDE, SIDE, 3] as const;

/** A picture of one of `classes` tints, under noise: uint8 [20, 20, 3]. */
export function tintedPicture(label: number, classes: number, seed: number): Uint8Array {
  const random = createRandom(seed, 'tinted');
  const angle = (2 * Math.PI * label) / classes;
  const tint = [0, 1, 2].map((channel) => 128 + 70 * Math.cos(angle + (2 * Math.PI * channel) / 3));
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => tint[at % 3]! + random.int(100) - 50);
}

export interface TintedOptions {
  readonly classes?: number;
  readonly each?: number;
  readonly seed?: number;
  readonly groups?: readonly string[];
}

/** `each` pictures of each class, class after class. */
export function tintedPictures({ classes = 4, each = 10, seed = 1, groups }: TintedOptions = {}): Dataset {
  const size = classes * each;
  const labels = Int32Array.from({ length: size }, (_, at) => Math.floor(at / each));
  const pixels = labels.reduce<Uint8Array[]>(
    (all, label, at) => [...all, tintedPicture(label, classes, 1000 * seed + at)],
    [],
  );
  const hashes = pixels.map((each) => createHash('sha256').update(each).digest());
  return {
    size,
    exampleShape: TINTED_SHAPE,
    dtype: 'uint8',
    classNames: Array.from({ length: classes }, (_, label) => `tint ${label}`),
    labels,
    ...(groups ? { groups } : {}),
    exampleHashes: Buffer.concat(hashes),
    contentHash: createHash('sha256').update(Buffer.concat(hashes)).digest('hex'),
    read: (indices, target) =>
      void Array.from(indices).forEach((index, at) => target.set(pixels[index]!, at * SIDE * SIDE * 3)),
    close: () => undefined,
  };
}
