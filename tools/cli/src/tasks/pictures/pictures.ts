import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetFindings, type ImagePreprocessor, LintelError, printable } from '@lintel/contracts';
import { decodePicture, DEFAULT_PICTURE_LIMITS } from '@lintel/core-ml';
import {
  cacheDecoded,
  inspectPictures,
  openImageFolder,
  type DatasetPart,
  type HashedDataset,
  type PictureKnowledge,
  type ImageFolder,
  type PictureEntry,
} from '@lintel/datasets';
import { cacheRoot } from '../../cache-root';
import { type CommandContext } from '../../command-context';
import { withHints } from '../../hints';
import { asImageFolder, findLabelList } from './picture-list';
import { bar, counted } from '../../terminal/wording';

/** Incremented when `decodePicture` gives different pixels than before, which invalidates older caches. */
export const DECODER_VERSION = 2;
const SAMPLE = 25;
const LARGEST_DEFAULT_SIZE = 64;
const HINTS = {
  PICTURE_UNREADABLE: '--skip-unreadable does so',
  PICTURE_TOO_LARGE: '--skip-unreadable does so',
  UNSUPPORTED_MEDIA_TYPE: '--skip-unreadable does so',
  NOT_FOUND: '--skip-unreadable leaves such pictures out',
  DISK_FULL: 'LINTEL_CACHE_DIR names another folder',
  OUTPUT_UNWRITABLE: 'LINTEL_CACHE_DIR names another folder',
} as const;

/** The parts shared by commands that read a folder of pictures. */
export interface PictureOptions {
  readonly data: string;
  /** Column of a list that holds the labels. */
  readonly target?: string;
  readonly skipUnreadable?: boolean;
}

/** Decoded pictures, and the part that the folder declares for each. */
export interface Pictures {
  readonly dataset: HashedDataset;
  readonly parts: readonly (DatasetPart | null)[];
  /** Entry i is example i of the dataset. */
  readonly entries: readonly PictureEntry[];
  /** Pictures that were skipped. */
  readonly unreadable: number;
  readonly findings: DatasetFindings;
  /** Inspects the pictures again when more is known about them. Default: by their classes. */
  readonly inspect?: (knowledge: PictureKnowledge) => DatasetFindings;
}

/** Pictures with one class each. */
export interface FoundPictures extends ImageFolder {
  /** The list that names the pictures and their classes, if they are not in class folders. */
  readonly list?: string;
}

/**
 * Lists the pictures of a folder or of a list with labels, and names the files that it skips.
 * @throws LintelError of `openImageFolder` and `openPictureList`
 */
export async function findPictures(
  { data, target, skipUnreadable = false }: PictureOptions,
  { terminal }: CommandContext,
  classNames?: readonly string[],
): Promise<FoundPictures> {
  const onUnreadable = skipUnreadable ? 'skip' : 'refuse';
  const list = await findLabelList(data, { target, skipUnreadable });
  const folder: FoundPictures = list
    ? { ...asImageFolder(list, classNames), list: list.file }
    : await openImageFolder(data, { onUnreadable, ...(classNames ? { classNames } : {}) });
  const { entries, ignored } = folder;
  if (folder.classNames.length < 2) throw oneClass(folder.classNames);
  terminal.say(
    `${counted(entries.length)} pictures of ${folder.classNames.length} classes in ${printable(folder.root)}`,
  );
  if (ignored.length > 0) {
    const shown = ignored.slice(0, 3).map(printable).join(', ');
    terminal.say(
      `Skipped, not pictures by their names: ${shown}${ignored.length > 3 ? ` and ${ignored.length - 3} more` : ''}`,
    );
  }
  return folder;
}

const oneClass = (classNames: readonly string[]): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'A classifier needs at least two classes.',
    expected: 'a list with two labels or more',
    received: classNames.join('') || 'no label',
    cure: 'Add pictures of another class, for example of everything that does not belong to the first.',
  });

/**
 * Decodes the pictures, or uses the result of an earlier run.
 * @throws LintelError of `cacheDecoded`
 */
export async function decodePictures(
  folder: Pick<ImageFolder, 'root' | 'entries' | 'classNames' | 'unreadable'>,
  preprocessor: ImagePreprocessor,
  { skipUnreadable = false }: Pick<PictureOptions, 'skipUnreadable'>,
  { terminal, environment, signal }: CommandContext,
): Promise<Pictures> {
  const { entries, classNames, root } = folder;
  const { height, width, channels, fit, background } = preprocessor;
  const began = performance.now();
  const decoded = await cacheDecoded({
    entries,
    classNames,
    shape: [height, width, channels],
    decode: async (bytes) => (await decodePicture(bytes, preprocessor)).pixels,
    key: JSON.stringify([DECODER_VERSION, fit, background]),
    cacheDir: join(cacheRoot(environment), 'datasets'),
    maxFileBytes: DEFAULT_PICTURE_LIMITS.maxBytes,
    onUnreadable: skipUnreadable ? 'skip' : 'refuse',
    onProgress: ({ done, total }) =>
      terminal.progress(`Reading pictures ${bar(done / total)} ${counted(done)} of ${counted(total)}`),
    signal,
  }).catch((error: unknown) => {
    throw withHints(error, HINTS);
  });
  const { dataset, fromCache } = decoded;
  const unreadable = [...folder.unreadable, ...decoded.unreadable];
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  terminal.say(fromCache ? 'Pictures: decoded by an earlier run' : `Pictures: decoded in ${seconds} s`);
  for (const { problem } of unreadable.slice(0, 5)) terminal.say(`Left out: ${printable(problem)}`);
  if (unreadable.length > 5) terminal.say(`Left out: ${counted(unreadable.length - 5)} more`);
  const kept = decoded.entries;
  const findings = inspectPictures(kept, dataset.exampleHashes, classNames, root);
  return { dataset, parts: kept.map(({ part }) => part), entries: kept, unreadable: unreadable.length, findings };
}

/**
 * The most common picture size, at most 64 pixels: the median of the shorter sides of a sample.
 * @param entries at least one
 */
export async function commonSize(entries: readonly PictureEntry[]): Promise<number> {
  const probe: ImagePreprocessor = {
    kind: 'image',
    height: 8,
    width: 8,
    channels: 1,
    fit: 'stretch',
    background: 'as-is',
    mean: [0],
    std: [1],
  };
  const sides: number[] = [];
  for (let at = 0; at < Math.min(SAMPLE, entries.length); at++) {
    const { path } = entries[Math.floor((at * entries.length) / Math.min(SAMPLE, entries.length))]!;
    try {
      const { width, height } = await decodePicture(await readFile(path), probe);
      sides.push(Math.min(width, height));
    } catch {
      // Unreadable pictures are reported when all are decoded.
    }
  }
  const median = sides.sort((one, other) => one - other)[sides.length >> 1] ?? LARGEST_DEFAULT_SIZE;
  return Math.max(8, Math.min(LARGEST_DEFAULT_SIZE, median));
}
