import sharp from 'sharp';
import { expectTrainedModel } from '../../../testing/expect-task-contract';
import { runFineTune } from './run-fine-tune';
import { stripedPicture, stripesRun } from './testing/striped-pictures';

const pictures: Uint8Array[] = [];
beforeAll(async () => {
  for (let at = 0; at < 6; at++) {
    const raw = { width: 20, height: 20, channels: 3 as const };
    pictures.push(
      await sharp(stripedPicture(at % 2, `contract ${at}`), { raw })
        .png()
        .toBuffer(),
    );
  }
});

expectTrainedModel(
  () => ({
    task: 'image-classification',
    train: (out, seed) => runFineTune({ ...stripesRun(out), seed }),
    inputs: pictures,
    wrongInput: Buffer.from('this is not a picture'),
  }),
  'image-classification',
);
