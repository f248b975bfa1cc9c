import { createHash } from 'node:crypto';
import { readFile, statSync } from 'node:fs';
import { type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { LintelError, type ErrorCode, sizeOfShape } from '@lintel/contracts';
import { writeFully } from './dataset-file';
import { readError } from '@lintel/contracts/files';

/** Converts the bytes of a picture file to uint8 [height, width, channels]; throws if they are not a picture. */
export type PictureDecoder = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Number of decoded pictures, and their total number. */
export interface DecodeProgress {
  readonly done: number;
  readonly total: number;
}

interface DecodeOptions {
  readonly entries: readonly { readonly path: string }[];
  readonly shape: readonly number[];
  readonly decode: PictureDecoder;
  readonly concurrency: number;
  readonly maxFileBytes?: number;
  readonly onUnreadable?: 'refuse' | 'skip';
  readonly onProgress?: (progress: DecodeProgress) => void;
  readonly signal?: AbortSignal;
}

/** For small files the callback interface is twice as fast as `fs/promises`. */
const readWhole = promisify(readFile);
const CHUNK_BYTES = 4 * 2 ** 20;
const MAX_FILE_BYTES = 64 * 2 ** 20;
const PROGRESS_EVERY_MS = 100;
const UNREADABLE: readonly ErrorCode[] = [
  'PICTURE_UNREADABLE',
  'PICTURE_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'NOT_FOUND',
  'DATASET_INVALID',
];

/**
 * Decodes every entry into `file`, in order and in chunks: at most two chunks of pixels are in memory. Unreadable
 * pictures leave no gap.
 * @returns the SHA-256 of the file of every decoded picture, 32 bytes each, and the skipped pictures
 */
export async function decodeExamples(
  file: FileHandle,
  options: DecodeOptions,
): Promise<{ hashes: Buffer; unreadable: { index: number; problem: string }[] }> {
  const { entries, shape, concurrency, onUnreadable = 'refuse', signal } = options;
  const length = sizeOfShape(shape);
  const perChunk = Math.max(Math.ceil(CHUNK_BYTES / length), 16 * concurrency);
  const hashes: Buffer[] = [];
  const unreadable: { index: number; problem: string }[] = [];
  const report = progressReporter(options);
  let written: Promise<void> = Promise.resolve();
  let position = 0;

  for (let start = 0; start < entries.length; start += perChunk) {
    const count = Math.min(perChunk, entries.length - start);
    const pixels = new Uint8Array(count * length);
    const hashed = new Array<Buffer | undefined>(count);
    const failures = new Array<LintelError | undefined>(count);
    let kept = 0;
    let stopped = false;
    await inParallel(count, concurrency, async (at) => {
      if (stopped || signal?.aborted) return;
      try {
        const { hash, decoded } = await decodeOne(entries[start + at]!.path, options, length);
        pixels.set(decoded, at * length);
        hashed[at] = hash;
      } catch (error) {
        failures[at] = error as LintelError;
        stopped = onUnreadable === 'refuse' || !UNREADABLE.includes(failures[at].code);
      }
      report();
    });
    await written;
    if (signal?.aborted) throw cancelled();
    for (let at = 0; at < count; at++) {
      const failure = failures[at];
      if (failure && (onUnreadable === 'refuse' || !UNREADABLE.includes(failure.code))) throw failure;
      if (failure) {
        unreadable.push({ index: start + at, problem: failure.problem });
        continue;
      }
      hashes.push(hashed[at]!);
      pixels.copyWithin(kept * length, at * length, (at + 1) * length);
      kept++;
    }
    written = writeFully(file, pixels.subarray(0, kept * length), position);
    written.catch(() => undefined); // Awaited after the next chunk is decoded.
    position += kept * length;
  }
  await written;
  return { hashes: Buffer.concat(hashes), unreadable };
}

async function decodeOne(
  path: string,
  { decode, maxFileBytes = MAX_FILE_BYTES }: DecodeOptions,
  length: number,
): Promise<{ hash: Buffer; decoded: Uint8Array }> {
  const bytes = await readPicture(path, maxFileBytes);
  const decoded = await decode(bytes).catch((error: unknown) => {
    throw unreadableFile(path, error);
  });
  if (decoded.length !== length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: `The decoder returned the wrong number of values for ${path}.`,
      expected: String(length),
      received: String(decoded.length),
      cure: 'Give the decoder the size and channels of the dataset.',
    });
  }
  return { hash: createHash('sha256').update(bytes).digest(), decoded };
}

async function readPicture(path: string, maxBytes: number): Promise<Buffer> {
  try {
    const { size } = statSync(path); // The asynchronous stat is ten times slower.
    if (size <= maxBytes) return await readWhole(path);
    throw new LintelError('PICTURE_TOO_LARGE', {
      problem: `The picture file ${path} is too large.`,
      expected: `at most ${maxBytes} bytes`,
      received: `${size} bytes`,
      cure: 'Make the picture smaller, remove the file, or leave unreadable pictures out.',
    });
  } catch (error) {
    throw readError(error, path);
  }
}

function unreadableFile(path: string, cause: unknown): LintelError {
  const skip = 'or leave unreadable pictures out';
  if (!(cause instanceof LintelError)) {
    return new LintelError('PICTURE_UNREADABLE', {
      problem: `${path} cannot be read as a picture.`,
      received: cause instanceof Error ? cause.message : String(cause),
      cure: `Replace or remove the file, ${skip}.`,
      cause,
    });
  }
  return new LintelError(cause.code, {
    problem: `${path}: ${cause.problem}`,
    ...(cause.expected === undefined ? {} : { expected: cause.expected }),
    ...(cause.received === undefined ? {} : { received: cause.received }),
    cure: `${cause.cure.replace(/\.$/, '')}; ${skip}.`,
    cause,
  });
}

/** Runs `work` for every number in 0 … count - 1, at most `width` concurrently. */
export async function inParallel(count: number, width: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
}

function progressReporter({ entries, onProgress }: DecodeOptions): () => void {
  let done = 0;
  let told = 0;
  return () => {
    done++;
    const now = performance.now();
    if (!onProgress || (now - told < PROGRESS_EVERY_MS && done < entries.length)) return;
    told = now;
    onProgress({ done, total: entries.length });
  };
}

const cancelled = (): LintelError =>
  new LintelError('CANCELLED', {
    problem: 'Decoding was stopped. Nothing is left behind.',
    cure: 'Run again to start over.',
    retryable: true,
  });
