import { LintelError, type Dataset, sizeOfShape, viewDataset } from '@lintel/contracts';
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
  return concatenation(first, second);
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

function concatenation(first: Dataset, second: Dataset): Dataset {
  const isGrouped = first.groups !== undefined || second.groups !== undefined;
  const view = viewDataset(first, {
    size: first.size + second.size,
    labels: Int32Array.from([...first.labels, ...second.labels]),
    labelSets: first.labelSets && second.labelSets && Buffer.concat([first.labelSets, second.labelSets]),
    groups: isGrouped ? [...groupsOf(first, 'first'), ...groupsOf(second, 'second')] : undefined,
    exampleHashes:
      first.exampleHashes && second.exampleHashes && Buffer.concat([first.exampleHashes, second.exampleHashes]),
    contentHash: createHash('sha256').update(`concatenation ${first.contentHash} ${second.contentHash}`).digest('hex'),
    read(indices, target) {
      checkRead(view, indices, target);
      const length = sizeOfShape(view.exampleShape);
      // Consecutive indices of one dataset are read in one call.
      for (let from = 0, to = 0; from < indices.length; from = to) {
        const isFirst = indices[from]! < first.size;
        while (to < indices.length && indices[to]! < first.size === isFirst) to++;
        const run = Int32Array.from({ length: to - from }, (_, at) => indices[from + at]! - (isFirst ? 0 : first.size));
        (isFirst ? first : second).read(run, target.subarray(from * length, to * length));
      }
    },
    close: () => undefined, // The view owns no resources.
  });
  return view;
}

/** If one dataset has no groups, each of its examples is a group. */
function groupsOf({ groups, size }: Dataset, side: string): readonly string[] {
  return groups ?? Array.from({ length: size }, (_, index) => `${side} ${index}`);
}
