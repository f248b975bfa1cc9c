import { LintelError, type Random } from '@lintel/contracts';
import { z } from 'zod';

/** Augmentation of training pictures: applied to raw pixels in this order, with new random numbers in every epoch. */
export const augmentationSchema = z.object({
  /**
   * Mirrors half of the pictures at random. Only for objects whose mirror image is valid: not for letters, hands or
   * hearts.
   */
  horizontalFlip: z.boolean().default(false),
  /** Maximum shift in pixels in each direction, vertically and horizontally. */
  shiftPixels: z.int().min(0).default(0),
  /** Fill at the edge: the picture's mirror image, or black. */
  shiftEdge: z.enum(['reflect', 'zero']).default('reflect'),
  /**
   * Side of a square that is blacked out. Its centre is anywhere in the picture, so it can extend past the edge
   * (DeVries & Taylor 2017).
   */
  cutoutPixels: z.int().min(0).default(0),
  /** Inverts light and dark in half of the pictures at random. */
  invert: z.boolean().default(false),
});

export type Augmentation = z.infer<typeof augmentationSchema>;

/** [batch, height, width, channels] */
export type PictureBatchShape = readonly [number, number, number, number];

/**
 * Augments every picture of the batch in place. The random numbers are drawn picture by picture, so the same seed gives
 * the same pictures.
 * @param images uint8 [batch, height, width, channels] in [0, 255], or float32 in [0, 1]
 * @throws LintelError SHAPE_MISMATCH if the length does not match the shape, INVALID_CONFIGURATION if a shift would
 *   leave the picture
 */
export function augment(
  images: Uint8Array | Float32Array,
  shape: PictureBatchShape,
  config: Augmentation,
  random: Random,
): void {
  const [batch, height, width, channels] = shape;
  const { horizontalFlip, shiftPixels, shiftEdge, cutoutPixels, invert } = config;
  check(images, shape, config);
  const pictureSize = height * width * channels;
  const before = images.slice(0, pictureSize);
  const white = images instanceof Uint8Array ? 255 : 1;

  for (let index = 0; index < batch; index++) {
    const picture = images.subarray(index * pictureSize, (index + 1) * pictureSize);
    const flip = horizontalFlip && random.int(2) === 1;
    const down = shiftPixels > 0 ? random.int(2 * shiftPixels + 1) - shiftPixels : 0;
    const right = shiftPixels > 0 ? random.int(2 * shiftPixels + 1) - shiftPixels : 0;
    if (flip || down !== 0 || right !== 0) {
      before.set(picture);
      const rows = sourceRows(height, down, shiftEdge);
      gather(before, picture, rows, sourceColumns(width, right, flip, shiftEdge), channels);
    }
    if (cutoutPixels > 0) {
      const top = random.int(height) - Math.floor(cutoutPixels / 2);
      const left = random.int(width) - Math.floor(cutoutPixels / 2);
      blackOut(picture, shape, top, left, cutoutPixels);
    }
    if (invert && random.int(2) === 1) {
      for (let at = 0; at < pictureSize; at++) picture[at] = white - picture[at]!;
    }
  }
}

/** For each row of the result, its source row; -1 if there is none. */
function sourceRows(height: number, down: number, edge: 'reflect' | 'zero'): Int32Array {
  return Int32Array.from({ length: height }, (_, row) => reach(row - down, height, edge));
}

function sourceColumns(width: number, right: number, flip: boolean, edge: 'reflect' | 'zero'): Int32Array {
  return Int32Array.from({ length: width }, (_, column) => {
    const from = reach(column - right, width, edge);
    return flip && from >= 0 ? width - 1 - from : from;
  });
}

/** Mirrors positions past the edge without repeating the edge: -1 becomes 1, `size` becomes `size - 2`. */
function reach(position: number, size: number, edge: 'reflect' | 'zero'): number {
  if (position >= 0 && position < size) return position;
  if (edge === 'zero') return -1;
  return position < 0 ? -position : 2 * size - 2 - position;
}

function gather(
  from: Uint8Array | Float32Array,
  to: Uint8Array | Float32Array,
  rows: Int32Array,
  columns: Int32Array,
  channels: number,
): void {
  const width = columns.length;
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const source = (row * width + column) * channels;
      const inside = row >= 0 && column >= 0;
      for (let channel = 0; channel < channels; channel++) to[at++] = inside ? from[source + channel]! : 0;
    }
  }
}

function blackOut(
  picture: Uint8Array | Float32Array,
  [, height, width, channels]: PictureBatchShape,
  top: number,
  left: number,
  size: number,
): void {
  const from = Math.max(left, 0);
  const to = Math.min(left + size, width);
  for (let row = Math.max(top, 0); row < Math.min(top + size, height); row++) {
    picture.fill(0, (row * width + from) * channels, (row * width + to) * channels);
  }
}

function check(images: Uint8Array | Float32Array, shape: PictureBatchShape, { shiftPixels }: Augmentation): void {
  const [batch, height, width, channels] = shape;
  if (images.length !== batch * height * width * channels) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The pictures to augment do not have the shape that is named.',
      expected: `${batch * height * width * channels} values for [${shape.join(', ')}]`,
      received: `${images.length} values`,
      cure: 'Pass the batch with its own shape.',
    });
  }
  if (shiftPixels >= Math.min(height, width)) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'The augmentation shifts the picture out of its own frame.',
      expected: `shiftPixels under ${Math.min(height, width)}`,
      received: String(shiftPixels),
      cure: 'Shift by an eighth of the side or so.',
    });
  }
}
