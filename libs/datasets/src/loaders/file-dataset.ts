import { closeSync, openSync, readSync } from 'node:fs';
import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';
import { readError } from '@lintel/contracts/files';
import { checkRead, readAfterClose } from './read-check';

export interface FileDatasetContent {
  readonly path: string;
  /** Offset of the first example, bytes. */
  readonly offset: number;
  readonly exampleShape: readonly number[];
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  readonly groups?: readonly string[];
  readonly exampleHashes?: Uint8Array;
  readonly contentHash: string;
}

/**
 * uint8 examples stored one after another in a file and read from it straight into the batch: memory does not grow with
 * the dataset.
 */
export class FileDataset implements Dataset {
  readonly size: number;
  readonly dtype = 'uint8';
  readonly exampleShape: readonly number[];
  readonly classNames: readonly string[];
  readonly labels: Int32Array;
  readonly groups?: readonly string[];
  readonly exampleHashes?: Uint8Array;
  readonly contentHash: string;
  readonly #path: string;
  readonly #offset: number;
  #file: number | undefined;

  /** @throws LintelError NOT_FOUND, DATASET_INVALID */
  constructor(content: FileDatasetContent) {
    this.size = content.labels.length;
    this.exampleShape = content.exampleShape;
    this.classNames = content.classNames;
    this.labels = content.labels;
    if (content.groups) this.groups = content.groups;
    if (content.exampleHashes) this.exampleHashes = content.exampleHashes;
    this.contentHash = content.contentHash;
    this.#path = content.path;
    this.#offset = content.offset;
    this.#file = openForReading(content.path);
  }

  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void {
    const file = this.#file ?? readAfterClose();
    checkRead(this, indices, target);
    const length = sizeOfShape(this.exampleShape);
    for (let at = 0; at < indices.length;) {
      // Neighbours in the file are read in one call, because evaluation reads in order.
      let run = 1;
      while (at + run < indices.length && indices[at + run] === indices[at]! + run) run++;
      const position = this.#offset + indices[at]! * length;
      readExactly(file, this.#path, target as Uint8Array, at * length, run * length, position);
      at += run;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** @throws LintelError NOT_FOUND, DATASET_INVALID */
export function openForReading(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw readError(error, path);
  }
}

/**
 * Fills `length` bytes of `target` from `position` of the file.
 * @throws LintelError ARTIFACT_CORRUPT (the file is too short)
 */
export function readExactly(
  file: number,
  path: string,
  target: Uint8Array,
  offset: number,
  length: number,
  position: number,
): void {
  for (let done = 0; done < length;) {
    const count = readSync(file, target, offset + done, length - done, position + done);
    if (count === 0) {
      throw new LintelError('ARTIFACT_CORRUPT', {
        problem: `${path} was truncated while in use.`,
        expected: `${position + length} bytes or more`,
        received: `${position + done} bytes`,
        cure: 'Do not change the file while it is in use; open the dataset again.',
      });
    }
    done += count;
  }
}
