import { type ImagePreprocessor } from '@lintel/contracts';
import sharp from 'sharp';
import { decodePicture, preparePixels } from './decode-picture';
import { withBackground } from './subtract-background';

const HEIGHT = 12;
const WIDTH = 16;

function pictureOf(channels: 1 | 3) {
  const data = Uint8Array.from({ length: HEIGHT * WIDTH * channels }, (_, at) => (at * 37 + (at % 5) * 50) % 256);
  return { data, height: HEIGHT, width: WIDTH, channels };
}

const preprocessor = (changes: Partial<ImagePreprocessor>): ImagePreprocessor => ({
  kind: 'image',
  height: 8,
  width: 8,
  channels: 3,
  fit: 'stretch',
  background: 'as-is',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  ...changes,
});

describe('preparePixels', () => {
  it.each<[string, 1 | 3, Partial<ImagePreprocessor>]>([
    ['another size', 3, {}],
    ['another fit', 3, { fit: 'cover' }],
    ['padding', 3, { fit: 'contain', height: 20, width: 20 }],
    ['grey from colour', 3, { channels: 1 }],
    ['colour from grey', 1, {}],
    ['a background that is taken away', 3, { channels: 1, background: 'subtracted' }],
    ['a background that is taken away from grey', 1, { channels: 1, background: 'subtracted', fit: 'contain' }],
    ['the size that it has', 3, { height: HEIGHT, width: WIDTH }],
  ])('gives what decoding the same picture as a file gives: %s', async (_, channels, changes) => {
    const picture = pictureOf(channels);
    const { height, width, data } = picture;
    const file = await sharp(data, { raw: { height, width, channels } }).png().toBuffer();
    const wanted = preprocessor(changes);
    const { pixels } = await decodePicture(file, wanted);
    expect([...(await preparePixels(picture, wanted))]).toEqual([...pixels]);
  });

  it('gives what `withBackground` shows to a training on pictures of the right size', async () => {
    const { data } = pictureOf(1);
    const wanted = preprocessor({ height: HEIGHT, width: WIDTH, channels: 1, background: 'subtracted' });
    const view = withBackground(
      {
        size: 1,
        exampleShape: [HEIGHT, WIDTH, 1],
        dtype: 'uint8',
        classNames: ['a'],
        labels: Int32Array.of(0),
        contentHash: 'a',
        read: (_, target) => target.set(data),
        close: () => undefined,
      },
      wanted,
    );
    const pixels = new Uint8Array(HEIGHT * WIDTH);
    view.read([0], pixels);
    expect([...(await preparePixels(pictureOf(1), wanted))]).toEqual([...pixels]);
  });
});
