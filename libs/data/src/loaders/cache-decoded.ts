import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';
import { z } from 'zod';
import { prepareFolder } from './atomic-file';
import { openDatasetFile, writeDatasetFile } from './dataset-file';
import { decodeExamples, type DecodeProgress, type PictureDecoder } from './decode-examples';
import { readError } from './file-error';
import { checkLabels } from './memory-dataset';

/** A picture file and its class; groups stay together in a split. */
export interface PictureSource {
  readonly path: string;
  readonly label: number;
  readonly group?: string;
}

export interface CacheDecodedOptions<Entry extends PictureSource> {
  readonly entries: readonly Entry[];
  readonly classNames: readonly string[];
  /** Shape of one decoded picture: [height, width, channels]. */
  readonly shape: readonly [number, number, number];
  /** Bytes of a file → uint8 [height, width, channels]. */
  readonly decode: PictureDecoder;
  /** Names everything that `decode` depends on (size, fit, version): another key is another cache. */
  readonly key: string;
  readonly cacheDir: string;
  /** Pictures in work at once. Default: twice the number of cores. */
  readonly concurrency?: number;
  /** A larger file is refused without being read. Default: 64 MiB. */
  readonly maxFileBytes?: number;
  /** `refuse` (default): the first broken picture ends the run. `skip`: broken pictures are left out and told. */
  readonly onUnreadable?: 'refuse' | 'skip';
  readonly onProgress?: (progress: DecodeProgress) => void;
  readonly signal?: AbortSignal;
}

/** A picture that was left out. */
export interface UnreadablePicture {
  readonly path: string;
  readonly problem: string;
}

export interface DecodedDataset<Entry extends PictureSource> {
  readonly dataset: Dataset;
  /** The entries behind the examples: example i is picture `entries[i]`. */
  readonly entries: readonly Entry[];
  readonly unreadable: readonly UnreadablePicture[];
  /** True where nothing had to be decoded. */
  readonly fromCache: boolean;
}

const UNUSED_AFTER_MS = 30 * 24 * 3_600_000;
const ENDING = '.dataset';
const noteSchema = z.object({ unreadable: z.array(z.object({ index: z.int().min(0), problem: z.string() })) });

/**
 * Decodes pictures once, in parallel, into one file of uint8 pixels, and opens it.
 * The next call with the same files (paths, sizes, times), labels and key decodes nothing.
 * The file appears whole or not at all; files that were not used for 30 days are removed.
 * @throws LintelError DATASET_EMPTY, DATASET_INVALID, NOT_FOUND, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED,
 *   SHAPE_MISMATCH, or the code of the decoder (PICTURE_UNREADABLE …) with the file named
 */
export async function cacheDecoded<Entry extends PictureSource>(
  options: CacheDecodedOptions<Entry>,
): Promise<DecodedDataset<Entry>> {
  const { entries, classNames, cacheDir } = options;
  if (entries.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'There is no picture to decode.',
      cure: 'Choose a folder with one folder of pictures a class.',
    });
  }
  const labels = entries.map(({ label }) => label);
  checkLabels(labels, classNames);
  const path = join(cacheDir, (await cacheKey(options)) + ENDING);
  const cached = await openExisting(path, options);
  if (cached) return { ...cached, fromCache: true };

  await prepareFolder(cacheDir);
  await removeUnused(cacheDir);
  await checkSpace(cacheDir, entries.length * sizeOfShape(options.shape));
  await writeDatasetFile(path, async (file) => {
    const { digest, unreadable } = await decodeExamples(file, {
      ...options,
      concurrency: options.concurrency ?? 2 * availableParallelism(),
    });
    const kept = without(entries, unreadable);
    checkClasses(kept, options, unreadable.length);
    const groups = kept.map(({ group }) => group ?? '');
    return {
      exampleShape: [...options.shape],
      classNames: [...classNames],
      labels: kept.map(({ label }) => label),
      ...(groups.some((group) => group !== '') ? { groups } : {}),
      contentHash: createHash('sha256')
        .update(JSON.stringify([options.shape, options.key, classNames]))
        .update(digest)
        .digest('hex'),
      note: { unreadable } satisfies z.infer<typeof noteSchema>,
    };
  });
  const written = await openExisting(path, options);
  if (!written) {
    throw new LintelError('INTERNAL', {
      problem: `The dataset file ${path} vanished right after it was written.`,
      cure: 'See to it that nothing else cleans the cache folder; then run again.',
      retryable: true,
    });
  }
  return { ...written, fromCache: false };
}

async function openExisting<Entry extends PictureSource>(
  path: string,
  { entries }: CacheDecodedOptions<Entry>,
): Promise<Omit<DecodedDataset<Entry>, 'fromCache'> | undefined> {
  try {
    const opened = await openDatasetFile(path);
    if (!opened) return undefined;
    const note = noteSchema.parse(opened.description.note);
    await utimes(path, new Date(), new Date()).catch(() => undefined); // Says that the file is in use.
    return {
      dataset: opened.dataset,
      entries: without(entries, note.unreadable),
      unreadable: note.unreadable.map(({ index, problem }) => ({ path: entries[index]!.path, problem })),
    };
  } catch {
    return undefined; // A damaged cache is made again.
  }
}

/** SHA-256 over what says that the same pictures would be decoded in the same way. */
async function cacheKey(options: CacheDecodedOptions<PictureSource>): Promise<string> {
  const { entries, classNames, shape, key, onUnreadable = 'refuse' } = options;
  const hash = createHash('sha256').update(JSON.stringify([1, classNames, shape, key, onUnreadable]));
  for (const [index, { path, label, group }] of entries.entries()) {
    if (index % 1024 === 0) await setImmediate();
    try {
      // The asynchronous stat is ten times slower, and a folder may hold a million files.
      const { size, mtimeMs } = statSync(path);
      hash.update(JSON.stringify([path, size, mtimeMs, label, group]));
    } catch (error) {
      throw readError(error, path);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

function without<Entry>(entries: readonly Entry[], left: readonly { index: number }[]): Entry[] {
  const indices = new Set(left.map(({ index }) => index));
  return entries.filter((_, index) => !indices.has(index));
}

function checkClasses(kept: readonly PictureSource[], options: CacheDecodedOptions<PictureSource>, left: number): void {
  const labels = new Set(kept.map(({ label }) => label));
  const lost = options.entries.find(({ label }) => !labels.has(label));
  if (!lost) return;
  throw new LintelError('DATASET_EMPTY', {
    problem: `No picture of the class "${options.classNames[lost.label]}" can be read.`,
    expected: 'at least one readable picture a class',
    received: `${left} unreadable pictures, among them ${lost.path}`,
    cure: `Replace the pictures in ${dirname(lost.path)}.`,
  });
}

async function checkSpace(folder: string, wantedBytes: number): Promise<void> {
  const mib = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= wantedBytes) return;
  throw new LintelError('DISK_FULL', {
    problem: `The decoded pictures do not fit on the disk of ${folder}.`,
    expected: `${mib(wantedBytes)} free`,
    received: `${mib(bavail * bsize)} free`,
    cure: 'Free some space, choose a cache folder on another disk, or a smaller picture size.',
    retryable: true,
  });
}

/** Removes dataset files of the cache folder that were not used for 30 days. @param prefix of their names */
export async function removeUnused(folder: string, prefix = ''): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith(ENDING)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > UNUSED_AFTER_MS) await rm(path, { force: true });
  }
}
