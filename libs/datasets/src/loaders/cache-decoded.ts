import { createHash } from 'node:crypto';
import { readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';
import { z } from 'zod';
import { prepareFolder } from '@lintel/contracts/files';
import { readDatasetFile, writeDatasetFile } from './dataset-file';
import { decodeExamples, type DecodeProgress, type PictureDecoder } from './decode-examples';
import { HASH_BYTES } from './example-hashes';
import { FileDataset } from './file-dataset';
import { checkLabels } from './memory-dataset';
import { fileStates, haveHashes, mayHaveChangedSince, type FileState } from './picture-identity';

/** A picture file and its class; pictures of one group stay together in a split. */
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
  /** Converts the bytes of a file to uint8 [height, width, channels]. */
  readonly decode: PictureDecoder;
  /** Identifies everything that `decode` depends on (fit, version): a different key is a different cache. */
  readonly key: string;
  readonly cacheDir: string;
  /** Number of pictures decoded concurrently. Default: twice the number of cores. */
  readonly concurrency?: number;
  /** Larger files are refused without being read. Default: 64 MiB. */
  readonly maxFileBytes?: number;
  /** `refuse` (default): the first broken picture stops the run. `skip`: broken pictures are left out and listed. */
  readonly onUnreadable?: 'refuse' | 'skip';
  readonly onProgress?: (progress: DecodeProgress) => void;
  readonly signal?: AbortSignal;
}

/** A skipped picture. */
export interface UnreadablePicture {
  readonly path: string;
  readonly problem: string;
}

/** A dataset with file hashes. */
export type HashedDataset = Dataset & Required<Pick<Dataset, 'exampleHashes'>>;

export interface DecodedDataset<Entry extends PictureSource> {
  readonly dataset: HashedDataset;
  /** The source of each example: example i is picture `entries[i]`. */
  readonly entries: readonly Entry[];
  readonly unreadable: readonly UnreadablePicture[];
  /** True if nothing had to be decoded. */
  readonly fromCache: boolean;
}

const UNUSED_AFTER_MS = 30 * 24 * 3_600_000;
const ENDING = '.dataset';
/** Classes are not included: they depend on the current folders, not on the pixels. */
const descriptionSchema = z.object({
  exampleShape: z.array(z.int().min(1)),
  /** SHA-256 of the file of every example, 32 bytes each, in base64. */
  hashes: z.string(),
  /** When the first picture was read, milliseconds since 1970. */
  readAtMs: z.number(),
  unreadable: z.array(z.object({ index: z.int().min(0), problem: z.string() })),
});

/**
 * Decodes pictures once, in parallel, into one file of uint8 pixels, and opens it. The next call with the same files
 * and key decodes nothing. Files are considered the same if device, inode, size and both times match, and if those
 * could hide a change, if the SHA-256 matches. Classes and groups always come from `entries`. The file is written
 * atomically; files not used for 30 days are removed.
 * @throws LintelError DATASET_EMPTY, DATASET_INVALID, NOT_FOUND, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED,
 *   SHAPE_MISMATCH, or the code of the decoder (PICTURE_UNREADABLE …) with the name of the file
 */
export async function cacheDecoded<Entry extends PictureSource>(
  options: CacheDecodedOptions<Entry>,
): Promise<DecodedDataset<Entry>> {
  const { entries, classNames, cacheDir } = options;
  if (entries.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'There is no picture to decode.',
      cure: 'Choose a folder with one folder of pictures per class.',
    });
  }
  const labels = entries.map(({ label }) => label);
  checkLabels(labels, classNames);
  const concurrency = options.concurrency ?? 2 * availableParallelism();
  const paths = entries.map(({ path }) => path);
  const readAtMs = Date.now();
  const states = await fileStates(paths, options.onUnreadable === 'skip');
  const path = join(cacheDir, cacheKey(options, states) + ENDING);
  const cached = await openCached(path, options, states, concurrency);
  if (cached) {
    checkClasses(cached.entries, options, cached.unreadable.length);
    return { ...cached, fromCache: true };
  }

  await prepareFolder(cacheDir);
  await removeUnused(cacheDir);
  await checkSpace(cacheDir, entries.length * sizeOfShape(options.shape));
  await writeDatasetFile(path, async (file) => {
    const { hashes, unreadable } = await decodeExamples(file, { ...options, concurrency });
    checkClasses(without(entries, unreadable), options, unreadable.length);
    const description = { exampleShape: [...options.shape], hashes: hashes.toString('base64'), readAtMs, unreadable };
    return { bytes: bytesOf(description), description };
  });
  const written = await openCached(path, options);
  if (!written) {
    throw new LintelError('INTERNAL', {
      problem: `The dataset file ${path} vanished right after it was written.`,
      cure: 'Make sure that nothing else cleans the cache folder; then run again.',
      retryable: true,
    });
  }
  return { ...written, fromCache: false };
}

/** @param states current states of the files; absent if the file was just made from them */
async function openCached<Entry extends PictureSource>(
  path: string,
  options: CacheDecodedOptions<Entry>,
  states?: readonly FileState[],
  concurrency = 1,
): Promise<Omit<DecodedDataset<Entry>, 'fromCache'> | undefined> {
  try {
    const opened = await readDatasetFile(path, descriptionSchema, bytesOf);
    if (!opened) return undefined;
    const { readAtMs, unreadable } = opened;
    const exampleHashes = Buffer.from(opened.hashes, 'base64');
    const entries = without(options.entries, unreadable);
    if (exampleHashes.length !== entries.length * HASH_BYTES) return undefined;
    if (states) {
      if (unreadable.some(({ index }) => mayHaveChangedSince(states[index]!, readAtMs))) return undefined;
      const doubtful = without(states, unreadable).flatMap((state, at) =>
        mayHaveChangedSince(state, readAtMs)
          ? [{ path: entries[at]!.path, hash: exampleHashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES) }]
          : [],
      );
      if (!(await haveHashes(doubtful, concurrency))) return undefined;
    }
    await utimes(path, new Date(), new Date()).catch(() => undefined); // Marks the file as used.
    return {
      dataset: datasetOf(path, options, entries, exampleHashes),
      entries,
      unreadable: unreadable.map(({ index, problem }) => ({ path: options.entries[index]!.path, problem })),
    };
  } catch {
    return undefined; // A damaged cache is rebuilt.
  }
}

const bytesOf = ({ hashes, exampleShape }: z.infer<typeof descriptionSchema>): number =>
  (Buffer.byteLength(hashes, 'base64') / HASH_BYTES) * sizeOfShape(exampleShape);

function datasetOf(
  path: string,
  { shape, classNames, key }: CacheDecodedOptions<PictureSource>,
  entries: readonly PictureSource[],
  exampleHashes: Uint8Array,
): HashedDataset {
  const content = createHash('sha256');
  for (const [at, { label }] of entries.entries()) {
    content.update(`${label}:`).update(exampleHashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  }
  const dataset = new FileDataset({
    path,
    offset: 0,
    exampleShape: [...shape],
    labels: Int32Array.from(entries, ({ label }) => label),
    classNames: [...classNames],
    // A picture without a group stays by itself.
    ...(entries.some(({ group }) => group !== undefined)
      ? { groups: entries.map((entry) => entry.group ?? entry.path) }
      : {}),
    exampleHashes,
    contentHash: createHash('sha256')
      .update(JSON.stringify([shape, key, classNames]))
      .update(content.digest())
      .digest('hex'),
  });
  return Object.assign(dataset, { exampleHashes });
}

/** SHA-256 over what determines the pixels: the files, and how they are decoded. */
function cacheKey(
  { entries, shape, key, onUnreadable = 'refuse' }: CacheDecodedOptions<PictureSource>,
  states: readonly FileState[],
): string {
  const hash = createHash('sha256').update(JSON.stringify([2, shape, key, onUnreadable]));
  for (const [index, { path }] of entries.entries()) hash.update(JSON.stringify([path, states[index]!.identity]));
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
    expected: 'at least one readable picture per class',
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
