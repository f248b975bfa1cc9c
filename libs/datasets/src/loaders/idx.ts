import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';
import { FileDataset } from './file-dataset';
import { readError } from '@lintel/contracts/files';
import { checkLabels, MemoryDataset } from './memory-dataset';

export interface IdxFiles {
  /** uint8 [examples, height, width] or [examples, height, width, channels]; may be compressed with gzip. */
  readonly images: string;
  /** uint8 [examples]; may be compressed with gzip. */
  readonly labels: string;
  /** Default: the numbers from 0 to the largest label. */
  readonly classNames?: readonly string[];
}

const UINT8 = 0x08;
const LARGEST_PACKED_BYTES = 2 ** 30;

/**
 * The format of MNIST (yann.lecun.com/exdb/mnist): two zero bytes, the type, the rank, the sides as big-endian uint32,
 * then the values. Uncompressed files are read in place; compressed ones are held in memory.
 * @returns uint8 [height, width, channels]; one channel if the file has none
 * @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID
 */
export async function openIdx(files: IdxFiles): Promise<Dataset> {
  const images = await readHeader(resolve(files.images));
  const labelFile = await readHeader(resolve(files.labels));
  const [size = 0, ...sides] = images.shape;
  if (sides.length < 2 || sides.length > 3) throw wrongShape(images, '[examples, height, width(, channels)]');
  if (labelFile.shape.length !== 1 || labelFile.shape[0] !== size) throw wrongShape(labelFile, `[${size}]`);
  if (size === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: `${images.path} contains no examples.`,
      cure: 'Name the file with the pictures.',
    });
  }
  const labels = Int32Array.from(await readValues(labelFile));
  const largest = labels.reduce((most, label) => Math.max(most, label), 1);
  const classNames = files.classNames ?? Array.from({ length: largest + 1 }, (_, label) => String(label));
  checkLabels(labels, classNames, labelFile.path);
  const exampleShape = sides.length === 2 ? [...sides, 1] : sides;
  if (images.packed) return new MemoryDataset({ data: await readValues(images), exampleShape, labels, classNames });

  const hash = createHash('sha256').update(JSON.stringify(['idx', exampleShape, classNames, [...labels]]));
  for await (const chunk of valuesOf(images)) hash.update(chunk);
  const contentHash = hash.digest('hex');
  return new FileDataset({
    path: images.path,
    offset: images.offset,
    exampleShape,
    labels,
    classNames,
    contentHash,
  });
}

interface IdxHeader {
  readonly path: string;
  readonly packed: boolean;
  readonly shape: readonly number[];
  /** Bytes before the first value, uncompressed. */
  readonly offset: number;
}

async function readHeader(path: string): Promise<IdxHeader> {
  const packed = await isPacked(path);
  const head = await firstBytes(path, packed, 4 + 4 * 4);
  const rank = head[3] ?? 0;
  const offset = 4 + 4 * rank;
  if (head.length < 4 || head[0] !== 0 || head[1] !== 0 || head[2] !== UINT8 || rank < 1 || rank > 4) {
    throw new LintelError('DATASET_INVALID', {
      problem: `${path} is not an IDX file of bytes.`,
      expected: '00 00 08 and a rank from 1 to 4 at the start',
      received:
        head.length === 0
          ? 'an empty file'
          : head
              .subarray(0, 4)
              .toString('hex')
              .replace(/(..)(?=.)/g, '$1 '),
      cure: 'Name a file such as train-images-idx3-ubyte, plain or packed with gzip.',
    });
  }
  if (head.length < offset) throw wrongLength(path, offset, head.length);
  const shape = Array.from({ length: rank }, (_, side) => head.readUInt32BE(4 + 4 * side));
  const bytes = offset + sizeOfShape(shape);
  if (!packed) {
    const { size } = await stat(path);
    if (size !== bytes) throw wrongLength(path, bytes, size);
  } else if (bytes > LARGEST_PACKED_BYTES) {
    throw new LintelError('DATASET_INVALID', {
      problem: `${path} is too large to be unpacked into memory.`,
      expected: `at most ${LARGEST_PACKED_BYTES} bytes`,
      received: `${bytes} bytes by its header`,
      cure: `Unpack it first: gunzip -k '${path}'`,
    });
  }
  return { path, packed, shape, offset };
}

async function isPacked(path: string): Promise<boolean> {
  const start = await firstBytes(path, false, 2);
  return start[0] === 0x1f && start[1] === 0x8b;
}

async function firstBytes(path: string, packed: boolean, count: number): Promise<Buffer> {
  if (!packed) {
    try {
      const file = await open(path, 'r');
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw readError(error, path);
    }
  }
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of unpacked(path)) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= count) break;
  }
  return head.subarray(0, count);
}

/** All values; memory is bounded by the header, not by the decompressed size. */
async function readValues(header: IdxHeader): Promise<Uint8Array> {
  const values = new Uint8Array(sizeOfShape(header.shape));
  let filled = 0;
  for await (const chunk of valuesOf(header)) {
    if (filled + chunk.length > values.length) {
      throw wrongLength(header.path, header.offset + values.length, `more than ${header.offset + values.length}`);
    }
    values.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled < values.length) throw wrongLength(header.path, header.offset + values.length, header.offset + filled);
  return values;
}

async function* valuesOf({ path, packed, offset }: IdxHeader): AsyncGenerator<Buffer> {
  let skip = offset;
  for await (const chunk of packed ? unpacked(path) : (createReadStream(path) as AsyncIterable<Buffer>)) {
    if (skip < chunk.length) yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path);
  const gunzip = source.pipe(createGunzip());
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw new LintelError('DATASET_INVALID', {
      problem: `${path} cannot be unpacked.`,
      received: error instanceof Error ? error.message : String(error),
      cure: 'Download the file again.',
      cause: error,
    });
  } finally {
    source.destroy();
  }
}

const wrongShape = ({ path, shape }: IdxHeader, expected: string): LintelError =>
  new LintelError('SHAPE_MISMATCH', {
    problem: `${path} has the wrong shape.`,
    expected,
    received: `[${shape.join(', ')}]`,
    cure: 'Name the pictures as images and the labels of the same part (train or t10k) as labels.',
  });

const wrongLength = (path: string, expected: number, received: number | string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `${path} does not have the length given in its header.`,
    expected: `${expected} bytes${path.endsWith('.gz') ? ' unpacked' : ''}`,
    received: `${received} bytes`,
    cure: 'Download the file again.',
  });
