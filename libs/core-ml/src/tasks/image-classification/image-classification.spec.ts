import sharp from 'sharp';
import { runPipeline } from './training/run-pipeline';
import { barDataset, barPicture, barPipeline, barSplits } from '../../training/testing/bars';
import { expectTaskContract } from '../testing/expect-task-contract';
import { resizedPictures } from '../testing/resized-pictures';

const pictures: Uint8Array[] = [];
beforeAll(async () => {
  for (let at = 0; at < 9; at++) {
    const raw = { width: 12, height: 12, channels: 1 as const };
    pictures.push(
      await sharp(barPicture(at % 3, 500 + at), { raw })
        .png()
        .toBuffer(),
    );
  }
});

expectTaskContract(
  () => ({
    task: 'image-classification',
    train: (out, seed) => runPipeline({ ...barPipeline, seed }, { dataset: barSplits(), out }),
    inputs: pictures,
    wrongInput: Buffer.from('this is not a picture'),
    trainWorse: (out) =>
      runPipeline(
        {
          ...barPipeline,
          preprocessing: { ...barPipeline.preprocessing, height: 16, width: 16 },
          training: { epochs: 1, batchSize: 32 },
        },
        {
          dataset: {
            name: 'bars',
            train: resizedPictures(barDataset(30, 1), 16),
            validation: resizedPictures(barDataset(30, 2), 16),
            test: resizedPictures(barDataset(30, 3), 16),
          },
          out,
        },
      ),
    // eslint-disable-next-line @typescript-eslint/require-await -- pictures are prepared asynchronously elsewhere
    examples: async (preprocessors) => preprocessors.map(({ height }) => resizedPictures(barDataset(150, 9), height)),
  }),
  'image-classification',
);
