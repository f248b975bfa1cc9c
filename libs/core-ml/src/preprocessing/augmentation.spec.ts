import { createRandom, type Random } from '@lintel/contracts';
import { augment, augmentationSchema, type Augmentation } from './augmentation';

/** Returns the given values, so that results can be computed by hand. */
const draws = (...values: number[]): Random => ({
  ...createRandom(1),
  int: (n) => {
    const value = values.shift() ?? 0;
    expect(value).toBeLessThan(n);
    return value;
  },
});
const config = (options: Partial<Augmentation>): Augmentation => augmentationSchema.parse(options);
/** One channel: 1 2 3 / 4 5 6 / 7 8 9. */
const square = (): Uint8Array => Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
const SQUARE = [1, 3, 3, 1] as const;

describe('augment', () => {
  it('mirrors left and right, and a mirrored mirror image is the picture', () => {
    const images = square();
    augment(images, SQUARE, config({ horizontalFlip: true }), draws(1));
    expect([...images]).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
    augment(images, SQUARE, config({ horizontalFlip: true }), draws(1));
    expect(images).toEqual(square());
  });

  it('keeps the channels of a pixel together', () => {
    const images = Uint8Array.from([1, 2, 3, 4, 5, 6]);
    augment(images, [1, 1, 2, 3], config({ horizontalFlip: true }), draws(1));
    expect([...images]).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it('shifts down and right, and fills from the mirror image without repeating the edge', () => {
    const images = square();
    augment(images, SQUARE, config({ shiftPixels: 1 }), draws(2, 2));
    expect([...images]).toEqual([5, 4, 5, 2, 1, 2, 5, 4, 5]);
  });

  it('does so at every edge', () => {
    const images = square();
    augment(images, SQUARE, config({ shiftPixels: 1 }), draws(0, 0));
    expect([...images]).toEqual([5, 6, 5, 8, 9, 8, 5, 6, 5]);
  });

  it('shifts up and left, and fills with black', () => {
    const images = square();
    augment(images, SQUARE, config({ shiftPixels: 1, shiftEdge: 'zero' }), draws(0, 0));
    expect([...images]).toEqual([5, 6, 0, 8, 9, 0, 0, 0, 0]);
  });

  it('mirrors the picture before it shifts it', () => {
    const images = square();
    augment(images, SQUARE, config({ horizontalFlip: true, shiftPixels: 1, shiftEdge: 'zero' }), draws(1, 1, 2));
    expect([...images]).toEqual([0, 3, 2, 0, 6, 5, 0, 9, 8]);
  });

  it('blacks out exactly size squared pixels away from the border, and less where the square sticks out', () => {
    const inside = new Uint8Array(8 * 8 * 3).fill(200);
    augment(inside, [1, 8, 8, 3], config({ cutoutPixels: 4 }), draws(4, 4));
    expect(inside.filter((value) => value === 0)).toHaveLength(4 * 4 * 3);
    const corner = new Uint8Array(8 * 8 * 3).fill(200);
    augment(corner, [1, 8, 8, 3], config({ cutoutPixels: 4 }), draws(0, 0));
    expect(corner.filter((value) => value === 0)).toHaveLength(2 * 2 * 3);
    expect(corner[0]).toBe(0);
  });

  it('inverts bytes about 255 and fractions about 1', () => {
    const bytes = Uint8Array.from([0, 55, 255]);
    augment(bytes, [1, 1, 3, 1], config({ invert: true }), draws(1));
    expect([...bytes]).toEqual([255, 200, 0]);
    const fractions = Float32Array.from([0, 0.25, 1]);
    augment(fractions, [1, 1, 3, 1], config({ invert: true }), draws(1));
    expect([...fractions]).toEqual([1, 0.75, 0]);
  });

  it('gives the same pictures for the same seed, and others for another', () => {
    const everything = config({ horizontalFlip: true, shiftPixels: 2, cutoutPixels: 3, invert: true });
    const run = (seed: number): Uint8Array => {
      const images = Uint8Array.from({ length: 16 * 6 * 6 * 3 }, (_, at) => at % 251);
      augment(images, [16, 6, 6, 3], everything, createRandom(seed, 'augmentation'));
      return images;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('augments every picture of a batch separately', () => {
    const images = Uint8Array.from([...square(), ...square()]);
    augment(images, [2, 3, 3, 1], config({ horizontalFlip: true }), draws(0, 1));
    expect([...images]).toEqual([...square(), 3, 2, 1, 6, 5, 4, 9, 8, 7]);
  });

  it('changes nothing by default', () => {
    const images = square();
    augment(images, SQUARE, config({}), draws());
    expect(images).toEqual(square());
  });

  it('refuses a wrong shape, and a shift out of the frame', () => {
    expect(() => augment(square(), [1, 2, 3, 1], config({}), draws())).toThrow(/6 values for \[1, 2, 3, 1\]/);
    expect(() => augment(square(), SQUARE, config({ shiftPixels: 3 }), draws())).toThrow(/under 3/);
  });
});
