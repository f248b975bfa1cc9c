import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LintelError, type Dataset } from '@lintel/contracts';
import { openForReading, readExactly } from './file-dataset';
import { readError } from '@lintel/contracts/files';
import { checkRead, readAfterClose } from './read-check';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const EXAMPLE = 3 * PLANE;
/** One label, then the red, green and blue planes. */
const RECORD = 1 + EXAMPLE;
const RECORDS_A_READ = 1024;
const CLASS_NAMES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/**
 * CIFAR-10 in its binary version (Krizhevsky 2009): `data_batch_1.bin` … `test_batch.bin`, as uint8 [32, 32, 3]. Labels
 * are held in memory, pictures are read from the files.
 * @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID (with file and record)
 */
export async function openCifar10Binary(files: readonly string[]): Promise<Dataset> {
  if (files.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'No CIFAR-10 file was named.',
      cure: 'Name data_batch_1.bin to data_batch_5.bin, or test_batch.bin.',
    });
  }
  const hash = createHash('sha256').update(JSON.stringify(['cifar10', CLASS_NAMES]));
  const labels: number[] = [];
  const batches: Batch[] = [];
  try {
    for (const name of files) {
      const path = resolve(name);
      const batch = { path, file: openForReading(path), first: labels.length };
      batches.push(batch);
      const records = recordsOf(batch);
      const chunk = new Uint8Array(RECORDS_A_READ * RECORD);
      for (let start = 0; start < records; start += RECORDS_A_READ) {
        await setImmediate();
        const count = Math.min(RECORDS_A_READ, records - start);
        readExactly(batch.file, path, chunk, 0, count * RECORD, start * RECORD);
        hash.update(chunk.subarray(0, count * RECORD));
        for (let at = 0; at < count; at++) labels.push(checkLabel(chunk[at * RECORD]!, path, start + at));
      }
    }
    return new Cifar10Dataset(batches, Int32Array.from(labels), hash.digest('hex'));
  } catch (error) {
    for (const { file } of batches) closeSync(file);
    throw readError(error, batches.at(-1)?.path ?? '');
  }
}

interface Batch {
  readonly path: string;
  readonly file: number;
  /** Index of its first example. */
  readonly first: number;
}

class Cifar10Dataset implements Dataset {
  readonly size: number;
  readonly exampleShape = [SIDE, SIDE, 3];
  readonly dtype = 'uint8';
  readonly classNames = CLASS_NAMES;
  readonly #record = new Uint8Array(RECORD);
  #batches: readonly Batch[];

  constructor(
    batches: readonly Batch[],
    readonly labels: Int32Array,
    readonly contentHash: string,
  ) {
    this.size = labels.length;
    this.#batches = batches;
  }

  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void {
    if (this.#batches.length === 0) readAfterClose();
    checkRead(this, indices, target);
    for (let at = 0; at < indices.length; at++) {
      const index = indices[at]!;
      const { file, path, first } = this.#batches.findLast((batch) => batch.first <= index)!;
      readExactly(file, path, this.#record, 0, RECORD, (index - first) * RECORD);
      for (let pixel = 0, to = at * EXAMPLE; pixel < PLANE; pixel++) {
        for (let from = 1 + pixel; from < RECORD; from += PLANE) target[to++] = this.#record[from]!;
      }
    }
  }

  close(): void {
    for (const { file } of this.#batches) closeSync(file);
    this.#batches = [];
  }
}

function recordsOf({ path, file }: Batch): number {
  const { size } = fstatSync(file);
  if (size > 0 && size % RECORD === 0) return size / RECORD;
  // The most likely mistakes: the packed download and the Python version.
  const start = new Uint8Array(2);
  readSync(file, start, 0, 2, 0);
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  throw new LintelError('DATASET_INVALID', {
    problem: `${path} is not a complete file of the binary version of CIFAR-10.`,
    expected: `a multiple of ${RECORD} bytes`,
    received: `${size} bytes${packed ? ', packed with gzip' : ''}`,
    cure: packed
      ? 'Unpack it first (tar -xzf), then name the .bin files.'
      : 'Download the binary version again (not the Python or Matlab one).',
  });
}

function checkLabel(label: number, path: string, record: number): number {
  if (label < CLASS_NAMES.length) return label;
  throw new LintelError('DATASET_INVALID', {
    problem: `${path} is not in the binary format of CIFAR-10.`,
    expected: `a label in [0, ${CLASS_NAMES.length}) at the beginning of every record of ${RECORD} bytes`,
    received: `${label} at record ${record}`,
    cure: 'Download the binary version of CIFAR-10 again (CIFAR-100 has another format).',
  });
}
