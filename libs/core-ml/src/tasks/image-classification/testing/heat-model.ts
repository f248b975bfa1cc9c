import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  TINTED_SHAPE,
  tintedPicture,
  tintedPictures,
  tinyBackbone,
} from '../../image-embedding/testing/tinted-pictures';
import { runTransfer } from '../training/transfer/run-transfer';

const CLASSES = 4;

/** Writes a model of four tints, which has heat maps, into a new temporary folder. */
export async function writeHeatModel(): Promise<string> {
  const { directory } = await runTransfer({
    ...{ name: 'tints', backbone: tinyBackbone(), unsureBelow: 0.5, seed: 1 },
    out: join(await mkdtemp(join(tmpdir(), 'lintel-heat-')), 'model'),
    dataset: { name: 'tints', train: tintedPictures(), test: tintedPictures({ each: 3, seed: 5 }) },
  });
  return directory;
}

/** A PNG of the class `tint 1`, 20 × 20 pixels, as the model takes it. */
export function tintedFile(): Promise<Buffer> {
  const [height, width, channels] = TINTED_SHAPE;
  return sharp(tintedPicture(1, CLASSES, 9_000), { raw: { width, height, channels } })
    .png()
    .toBuffer();
}
