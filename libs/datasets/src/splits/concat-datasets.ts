import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { checkRead } from '../loaders/read-check';
import { subset } from './subset';

/**
 * A view of two datasets as one: the examples of the first, then those of the second, read on demand. Closing the view
 * leaves both open. Examples of one group stay together, also across the two.
 * @throws LintelError SHAPE_MISMATCH (different shape or dtype), DATASET_INVALID (different class names)
 */
export function concatDatasets(first: Dataset, second: Dataset): Dataset {
  const [one, other] = [first, second].map(({ dtype, exampleShape }) => `${dtype} [${exampleShape.join(', ')}]`);
  if (one !== other) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The datasets cannot be concatenated: their examples have different shapes or types.',
      expected: one!,
      received: other!,
      cure: 'Decode both to the same size and colours.',
    });
  }
  if (JSON.stringify(first.classNames) !== JSON.stringify(second.classNames)) {
    throw new LintelError('DATASET_INVALID', {
      problem: 'The datasets cannot be concatenated: their classes differ.',
      expected: first.classNames.join(', '),
      received: second.classNames.join(', '),
      cure: 'Give both the same classes in the same order; classes without examples are allowed.',
    });
  }
  return new Concatenation(first, second);
}

/**
 * A view in which every example occurs `times` times, one round after another, to give few examples more weight. Repeat
 * the training part after the split: otherwise copies would be in the test part.
 * @param times integer, at least 1
 * @throws LintelError INVALID_ARGUMENT
 */
export function repeatExamples(dataset: Dataset, times: number): Dataset {
  if (!Number.isInteger(times) || times < 1) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The number of repetitions is not valid.',
      expected: 'a whole number of at least 1',
      received: String(times),
      cure: 'Repeat them a whole number of times.',
    });
  }
  return subset(
    dataset,
    Array.from({ length: dataset.size * times }, (_, index) => index % dataset.size),
  );
}

class Concatenation implements Dataset {
  readonly size: number;
  readonly exampleShape: readonly number[];
  readonly dtype: 'uint8' | 'float32';
  readonly classNames: readonly string[];
  readonly labels: Int32Array;
  readonly groups?: readonly string[];
  readonly exampleHashes?: Uint8Array;
  readonly contentHash: string;
  readonly #first: Dataset;
  readonly #second: Dataset;

  constructor(first: Dataset, second: Dataset) {
    this.size = first.size + second.size;
    this.exampleShape = first.exampleShape;
    this.dtype = first.dtype;
    this.classNames = first.classNames;
    this.labels = Int32Array.from([...first.labels, ...second.labels]);
    if (first.groups || second.groups) this.groups = [...groupsOf(first, 'first'), ...groupsOf(second, 'second')];
    if (first.exampleHashes && second.exampleHashes) {
      this.exampleHashes = Buffer.concat([first.exampleHashes, second.exampleHashes]);
    }
    this.contentHash = createHash('sha256')
      .update(`concatenation ${first.contentHash} ${second.contentHash}`)
      .digest('hex');
    this.#first = first;
    this.#second = second;
  }

  read(indices: ArrayLike<number>, target: Uint8Array | Float32Array): void {
    checkRead(this, indices, target);
    const length = sizeOfShape(this.exampleShape);
    const split = this.#first.size;
    // Consecutive indices of one dataset are read in one call.
    for (let from = 0, to = 0; from < indices.length; from = to) {
      const isFirst = indices[from]! < split;
      while (to < indices.length && indices[to]! < split === isFirst) to++;
      const run = Int32Array.from({ length: to - from }, (_, at) => indices[from + at]! - (isFirst ? 0 : split));
      (isFirst ? this.#first : this.#second).read(run, target.subarray(from * length, to * length));
    }
  }

  close(): void {
    // The view owns no resources.
  }
}

/** If one dataset has no groups, each of its examples is a group. */
function groupsOf({ groups, size }: Dataset, side: string): readonly string[] {
  return groups ?? Array.from({ length: size }, (_, index) => `${side} ${index}`);
}
