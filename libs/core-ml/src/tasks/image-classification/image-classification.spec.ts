import sharp from 'sharp';
import { runPipeline } from '../../training/run-pipeline';
import { barPicture, barPipeline, barSplits } from '../../training/testing/bars';
import { expectTaskContract } from '../testing/expect-task-contract';

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
  }),
  'image-classification',
);
