import { cacheFolder, type Dataset } from '@lintel/contracts';
import { openFashionMnist } from '@lintel/datasets';
import { homedir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

export interface Garment {
  readonly name: string;
  readonly className: string;
  readonly png: Buffer;
}

/** Pictures of garments with their classes, a few of every class. */
export async function readGarments(count: number): Promise<Garment[]> {
  const dataset = await openFashionMnist({ cacheDir: join(cacheFolder(process.env, homedir()), 'datasets') });
  try {
    const step = Math.floor(dataset.size / count);
    return await Promise.all(Array.from({ length: count }, (_, at) => read(dataset, at * step)));
  } finally {
    dataset.close();
  }
}

async function read(dataset: Dataset, index: number): Promise<Garment> {
  const [height = 0, width = 0] = dataset.exampleShape;
  const pixels = new Uint8Array(height * width);
  dataset.read([index], pixels);
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .resize(4 * width, 4 * height)
    .png()
    .toBuffer();
  return { name: `garment-${index}.png`, className: dataset.classNames[dataset.labels[index]!]!, png };
}
