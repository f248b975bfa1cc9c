import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { LintelError, type Dataset, type ImagePreprocessor, sizeOfShape, viewDataset } from '@lintel/contracts';
import { preparePixels } from '@lintel/core-ml';
import {
  concatDatasets,
  type DatasetPart,
  inspectPictures,
  openCifar10Binary,
  openIdx,
  type PictureEntry,
  prepareExamples,
} from '@lintel/datasets';
import { cacheRoot } from '../../cache-root';
import { type CommandContext } from '../../command-context';
import { DECODER_VERSION, type Pictures } from '../pictures/pictures';
import { counted } from '../../terminal/wording';

const HASH_BYTES = 32;
const IDX_PICTURES = /^(?:(.*)[-_])?images[-_.].*ubyte(\.gz)?$/i;
const PART_NAMES: Readonly<Record<string, DatasetPart>> = {
  train: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  t10k: 'test',
};

/** Pictures that are packed into a few files: CIFAR-10 in its binary version, or IDX as MNIST is published. */
export interface PackedPictures {
  readonly root: string;
  readonly dataset: Dataset;
  readonly parts: readonly (DatasetPart | null)[];
}

/**
 * Opens such a folder.
 * @returns null if the folder holds no such files
 * @throws LintelError of `openCifar10Binary` and `openIdx`
 */
export async function openPacked(path: string, classNames?: readonly string[]): Promise<PackedPictures | null> {
  const root = resolve(path);
  // A path that is no folder is reported by the reader of picture folders.
  const names = (await readdir(root).catch(() => [])).sort();
  const opened = (await openCifar(root, names)) ?? (await openIdxFiles(root, names, classNames));
  if (opened.length === 0) return null;
  const dataset = opened.map((part) => part.dataset).reduce(concatDatasets);
  const parts = opened.flatMap((part) => Array.from({ length: part.dataset.size }, () => part.part));
  return { root, dataset, parts };
}

interface OpenedPart {
  readonly part: DatasetPart | null;
  readonly dataset: Dataset;
}

async function openCifar(root: string, names: readonly string[]): Promise<OpenedPart[] | null> {
  const train = names.filter((name) => /^data_batch_\d+\.bin$/.test(name)).map((name) => join(root, name));
  if (train.length === 0) return null;
  const test = names.filter((name) => name === 'test_batch.bin').map((name) => join(root, name));
  return [
    { part: test.length > 0 ? 'train' : null, dataset: await openCifar10Binary(train) },
    ...(test.length > 0 ? [{ part: 'test', dataset: await openCifar10Binary(test) } as const] : []),
  ];
}

async function openIdxFiles(
  root: string,
  names: readonly string[],
  classNames: readonly string[] | undefined,
): Promise<OpenedPart[]> {
  const found = names.flatMap((images) => {
    const match = IDX_PICTURES.exec(images);
    if (!match) return [];
    const part = PART_NAMES[match[1]?.toLowerCase() ?? ''] ?? null;
    const wanted = stemOf(images).replace(/images/i, 'labels');
    const labels = names.find((name) => stemOf(name) === wanted);
    if (labels === undefined) throw withoutLabels(join(root, images), wanted);
    return [{ part, images: join(root, images), labels: join(root, labels) }];
  });
  // The training part names the classes of all.
  found.sort((one, other) => Number(other.part === 'train') - Number(one.part === 'train'));
  const opened: OpenedPart[] = [];
  for (const { part, ...files } of found) {
    const known = classNames ?? opened[0]?.dataset.classNames;
    const dataset = await openIdx({ ...files, ...(known ? { classNames: known } : {}) });
    opened.push({ part: found.length > 1 ? part : null, dataset });
  }
  return opened;
}

/** `train-images-idx3-ubyte.gz` and `train-labels-idx1-ubyte` belong together. */
const stemOf = (name: string): string => name.replace(/\.gz$/i, '').replace(/[-_.]idx\d[-_.]/i, '-');

/** Prepares packed pictures for a model. */
export async function preparePacked(
  { root, dataset, parts }: PackedPictures,
  preprocessor: ImagePreprocessor,
  { terminal, environment, signal }: CommandContext,
): Promise<Pictures> {
  const { classNames, labels } = dataset;
  terminal.say(`${counted(dataset.size)} pictures of ${classNames.length} classes in ${basename(root)}`);
  const exampleHashes = hashesOf(dataset);
  const { height, width, channels, fit, background } = preprocessor;
  const [ownHeight = 0, ownWidth = 0, ownChannels = 0] = dataset.exampleShape;
  const isReady =
    [height, width, channels].join() === [ownHeight, ownWidth, ownChannels].join() && background === 'as-is';
  const prepared = isReady
    ? dataset
    : await prepareExamples({
        labels: [...labels],
        classNames,
        contentHash: dataset.contentHash,
        exampleShape: [height, width, channels],
        key: JSON.stringify([DECODER_VERSION, fit, background]),
        prepare: (index) => {
          const data = new Uint8Array(ownHeight * ownWidth * ownChannels);
          dataset.read([index], data);
          return preparePixels({ data, height: ownHeight, width: ownWidth, channels: ownChannels }, preprocessor);
        },
        cacheDir: join(cacheRoot(environment), 'datasets'),
        signal,
      });
  const entries = Array.from(labels, (label, index): PictureEntry => {
    const part = parts[index]!;
    const className = classNames[label]!;
    return { path: join(root, ...(part ? [part] : []), className, String(index)), className, label, part };
  });
  const findings = inspectPictures(entries, exampleHashes, classNames, root);
  const hashed = Object.assign(viewDataset(prepared, { exampleHashes }), { exampleHashes });
  return { dataset: hashed, parts, entries, unreadable: 0, findings };
}

/** SHA-256 of the pixels of each example. */
function hashesOf(dataset: Dataset): Uint8Array {
  const pixels = new Uint8Array(sizeOfShape(dataset.exampleShape));
  const hashes = Buffer.alloc(dataset.size * HASH_BYTES);
  for (let index = 0; index < dataset.size; index++) {
    dataset.read([index], pixels);
    createHash('sha256')
      .update(pixels)
      .digest()
      .copy(hashes, index * HASH_BYTES);
  }
  return hashes;
}

const withoutLabels = (images: string, labels: string): LintelError =>
  new LintelError('NOT_FOUND', {
    problem: `${images} has no labels beside it.`,
    expected: `a file such as ${labels.replace(/-ubyte$/, '-idx1-ubyte')}, plain or packed with gzip`,
    received: 'no such file',
    cure: 'Put the file with the labels into the same folder.',
  });
