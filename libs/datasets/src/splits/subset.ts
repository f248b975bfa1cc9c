import { createHash } from 'node:crypto';
import { LintelError, type Dataset, viewDataset } from '@lintel/contracts';
import { pickHashes } from '../loaders/example-hashes';

/**
 * A view of some examples of a dataset, in the order of `indices`. Closing the view leaves the dataset open; close the
 * dataset after the last of its views.
 * @throws LintelError INVALID_ARGUMENT (an index outside the dataset)
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const chosen = Int32Array.from(indices);
  const outside = chosen.find((index) => index < 0 || index >= dataset.size);
  if (outside !== undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'A subset contains an index outside the dataset.',
      expected: `indices in [0, ${dataset.size})`,
      received: String(outside),
      cure: 'Use indices of this dataset.',
    });
  }
  const { labels, labelSets, classNames, groups, exampleHashes, contentHash } = dataset;
  return viewDataset(dataset, {
    size: chosen.length,
    labels: chosen.map((index) => labels[index]!),
    labelSets: labelSets && pickRows(labelSets, classNames.length, chosen),
    groups: groups && Array.from(chosen, (index) => groups[index]!),
    exampleHashes: exampleHashes && pickHashes(exampleHashes, chosen),
    contentHash: createHash('sha256').update(contentHash).update(chosen.join()).digest('hex'),
    // An index outside the view becomes -1, which the dataset refuses.
    read: (at, target) =>
      dataset.read(
        Int32Array.from(at, (index) => chosen[index] ?? -1),
        target,
      ),
    close: () => undefined, // The view owns no resources.
  });
}

/** The rows at `indices` of [examples, width]. */
export function pickRows(values: Uint8Array, width: number, indices: Int32Array): Uint8Array {
  const picked = new Uint8Array(indices.length * width);
  indices.forEach((index, at) => picked.set(values.subarray(index * width, (index + 1) * width), at * width));
  return picked;
}
