import { viewDataset } from '@lintel/contracts';
import sharp from 'sharp';
import { expectTaskContract } from '../testing/expect-task-contract';
import { resizedPictures } from '../testing/resized-pictures';
import { tinyBackbone, tintedPicture, tintedPictures } from './testing/tinted-pictures';
import { trainEmbedding } from './training/train-embedding';

const pictures: Uint8Array[] = [];
beforeAll(async () => {
  for (let at = 0; at < 9; at++) {
    const raw = { width: 20, height: 20, channels: 3 as const };
    pictures.push(
      await sharp(tintedPicture(at % 4, 4, 500 + at), { raw })
        .png()
        .toBuffer(),
    );
  }
});

expectTaskContract(
  () => ({
    task: 'image-embedding',
    train: (out, seed) =>
      trainEmbedding({
        ...{ name: 'tints', source: 'tints', backbone: tinyBackbone(), pictures: tintedPictures({ each: 25 }) },
        ...{ recipe: 'projection', out, seed },
      }),
    inputs: pictures,
    wrongInput: Buffer.from('this is not a picture'),
    // Takes two tints each for one, so it draws them together.
    trainWorse: (out) =>
      trainEmbedding({
        ...{ name: 'tints', source: 'tints', backbone: tinyBackbone(24) },
        pictures: viewDataset(resizedPictures(tintedPictures({ each: 25 }), 24), {
          classNames: ['warm', 'cold'],
          labels: Int32Array.from({ length: 100 }, (_, at) => Math.floor(at / 50)),
        }),
        ...{ recipe: 'projection', out, seed: 1 },
      }),
    // eslint-disable-next-line @typescript-eslint/require-await -- pictures are prepared asynchronously elsewhere
    examples: async (preprocessors) =>
      preprocessors.map(({ height }) => ({ pictures: resizedPictures(tintedPictures({ each: 60, seed: 9 }), height) })),
  }),
  'image-embedding',
);
