import { createHash } from 'node:crypto';
import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';
import { checkRead, readAfterClose } from './read-check';

export interface MemoryDatasetContent {
  /** uint8 or float32 [examples, ...exampleShape]; stored without copying. */
  readonly data: Uint8Array | Float32Array;
  readonly exampleShape: readonly number[];
  /** One per example, each in [0, classNames.length). */
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
  readonly groups?: readonly string[];
}

/** A dataset held in memory. */
export class MemoryDataset implements Dataset {
  readonly size: number;
  readonly exampleShape: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  readonly classNames: readonly string[];
  readonly labels: Int32Array;
  readonly groups?: readonly string[];
  readonly contentHash: string;
  #data: Uint8Array | Float32Array | undefined;

  /** @throws LintelError SHAPE_MISMATCH, DATASET_INVALID */
  constructor({ data, exampleShape, labels, classNames, groups }: MemoryDatasetContent) {
    this.size = labels.length;
    this.exampleShape = exampleShape;
    this.dtype = data instanceof Uint8Array ? 'uint8' : 'float32';
    this.classNames = classNames;
    this.labels = Int32Array.from(labels);
    if (groups) this.groups = groups;
    if (data.length !== this.size * sizeOfShape(exampleShape) || (groups && groups.length !== this.size)) {
      throw new LintelError('SHAPE_MISMATCH', {
        problem: 'The parts of a dataset do not have the same number of examples.',
        expected: `${this.size} labels, ${this.size * sizeOfShape(exampleShape)} values`,
        received: `${data.length} values${groups ? `, ${groups.length} groups` : ''}`,
        cure: 'Pass one label (and one group) per example.',
      });
    }
    checkLabels(this.labels, classNames);
    this.contentHash = createHash('sha256')
      .update(JSON.stringify({ exampleShape, dtype: this.dtype, classNames, labels: [...this.labels] }))
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      .digest('hex');
    this.#data = data;
  }

  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void {
    const data = this.#data ?? readAfterClose();
    checkRead(this, indices, target);
    const length = sizeOfShape(this.exampleShape);
    for (let at = 0; at < indices.length; at++) {
      const start = indices[at]! * length;
      target.set(data.subarray(start, start + length), at * length);
    }
  }

  close(): void {
    this.#data = undefined;
  }
}

/** @throws LintelError DATASET_INVALID */
export function checkLabels(labels: ArrayLike<number>, classNames: readonly string[], source = 'The dataset'): void {
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (Number.isInteger(label) && label >= 0 && label < classNames.length) continue;
    throw new LintelError('DATASET_INVALID', {
      problem: `${source} has a label without a class.`,
      expected: `labels in [0, ${classNames.length})`,
      received: `${label} at example ${index}`,
      cure: 'Name every class, or correct the label.',
    });
  }
}
