import { createHash } from 'node:crypto';
import { LintelError, type Dataset } from '@lintel/contracts';
import { pickHashes } from '../loaders/example-hashes';

/**
 * A view of some examples of a dataset, in the order of `indices`. Closing the view leaves the dataset open; close the
 * dataset after the last of its views.
 * @throws LintelError INVALID_ARGUMENT (an index outside the dataset)
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  return new Subset(dataset, Int32Array.from(indices));
}

class Subset implements Dataset {
  readonly size: number;
  readonly exampleShape: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  readonly classNames: readonly string[];
  readonly labels: Int32Array;
  readonly groups?: readonly string[];
  readonly exampleHashes?: Uint8Array;
  readonly contentHash: string;
  readonly #whole: Dataset;
  readonly #indices: Int32Array;

  constructor(whole: Dataset, indices: Int32Array) {
    const outside = indices.find((index) => index < 0 || index >= whole.size);
    if (outside !== undefined) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'A subset contains an index outside the dataset.',
        expected: `indices in [0, ${whole.size})`,
        received: String(outside),
        cure: 'Use indices of this dataset.',
      });
    }
    this.size = indices.length;
    this.exampleShape = whole.exampleShape;
    this.dtype = whole.dtype;
    this.classNames = whole.classNames;
    this.labels = indices.map((index) => whole.labels[index]!);
    const groups = whole.groups;
    if (groups) this.groups = Array.from(indices, (index) => groups[index]!);
    const { exampleHashes } = whole;
    if (exampleHashes) this.exampleHashes = pickHashes(exampleHashes, indices);
    this.contentHash = createHash('sha256').update(whole.contentHash).update(indices.join()).digest('hex');
    this.#whole = whole;
    this.#indices = indices;
  }

  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void {
    // An index outside the view becomes -1, which the dataset refuses.
    this.#whole.read(
      Int32Array.from(indices, (index) => this.#indices[index] ?? -1),
      target,
    );
  }

  close(): void {
    // The view owns no resources.
  }
}
