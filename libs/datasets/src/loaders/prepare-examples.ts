import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError, sizeOfShape, type Dataset } from '@lintel/contracts';
import { prepareFolder } from '@lintel/contracts/files';
import { removeUnused } from './cache-decoded';
import { writeFully } from './dataset-file';
import { openLabelledFile, writeLabelledFile } from './labelled-file';

export interface PrepareExamplesOptions {
  readonly labels: readonly number[];
  readonly classNames: readonly string[];
  /** Identifies the examples, independent of the preparation. */
  readonly contentHash: string;
  readonly exampleShape: readonly number[];
  /** Identifies everything else that `prepare` depends on. */
  readonly key: string;
  /** @returns uint8 [...example shape] */
  readonly prepare: (index: number) => Promise<Uint8Array>;
  readonly cacheDir: string;
  readonly signal?: AbortSignal;
}

const AT_ONCE = 16;
const PREFIX = 'prepared-';

/**
 * Prepares examples for one model into a file of the cache folder, and opens it; the next call with the same content,
 * shape and key prepares nothing. The dataset keeps the given content hash, so that the same examples are recognised
 * however they are prepared.
 * @throws LintelError SHAPE_MISMATCH, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED, and what `prepare` throws
 */
export async function prepareExamples(options: PrepareExamplesOptions): Promise<Dataset> {
  const { labels, classNames, contentHash, exampleShape, key, cacheDir, signal } = options;
  const name = createHash('sha256').update(JSON.stringify([contentHash, exampleShape, key, classNames, labels]));
  const path = join(cacheDir, `${PREFIX}${name.digest('hex').slice(0, 32)}.dataset`);
  const known = await openLabelledFile(path).catch(() => undefined); // A damaged cache is rebuilt.
  if (known !== undefined) {
    await utimes(path, new Date(), new Date());
    return known;
  }
  await prepareFolder(cacheDir);
  // The folder also contains downloads of verticals, which are expensive to repeat.
  await removeUnused(cacheDir, PREFIX);
  await writeLabelledFile(path, async (file) => {
    const size = sizeOfShape(exampleShape);
    for (let start = 0; start < labels.length; start += AT_ONCE) {
      signal?.throwIfAborted();
      const count = Math.min(AT_ONCE, labels.length - start);
      const prepared = await Promise.all(Array.from({ length: count }, (_, at) => options.prepare(start + at)));
      const pixels = new Uint8Array(count * size);
      prepared.forEach((one, at) => {
        if (one.length !== size) throw wrongSize(size, one.length);
        pixels.set(one, at * size);
      });
      await writeFully(file, pixels, start * size);
    }
    return { exampleShape: [...exampleShape], classNames: [...classNames], labels: [...labels], contentHash };
  });
  const written = await openLabelledFile(path);
  if (written !== undefined) return written;
  throw new LintelError('INTERNAL', {
    problem: `The dataset file ${path} vanished right after it was written.`,
    cure: 'Make sure that no other program cleans the cache folder, then run again.',
    retryable: true,
  });
}

const wrongSize = (expected: number, received: number): LintelError =>
  new LintelError('SHAPE_MISMATCH', {
    problem: 'An example was prepared with the wrong number of values.',
    expected: String(expected),
    received: String(received),
    cure: 'Prepare every example for the same height, width and channels.',
  });
