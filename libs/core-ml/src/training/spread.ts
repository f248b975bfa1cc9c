import { type Dataset, viewDataset } from '@lintel/contracts';
import { evenlySpaced } from '../numbers/evenly-spaced';

/** At most `most` examples, evenly spread. */
export function spread(dataset: Dataset, most: number): Dataset {
  if (dataset.size <= most) return dataset;
  const chosen = evenlySpaced(dataset.size, most);
  const { exampleHashes } = dataset;
  return viewDataset(dataset, {
    size: most,
    labels: chosen.map((index) => dataset.labels[index]!),
    groups: undefined,
    exampleHashes: exampleHashes && chosenHashes(exampleHashes, chosen),
    read: (indices, target) =>
      dataset.read(
        Int32Array.from(indices, (index) => chosen[index]!),
        target,
      ),
    close: () => undefined,
  });
}

/** @param hashes 32 bytes for each example */
function chosenHashes(hashes: Uint8Array, chosen: Int32Array): Uint8Array {
  const result = new Uint8Array(32 * chosen.length);
  chosen.forEach((index, at) => result.set(hashes.subarray(32 * index, 32 * (index + 1)), 32 * at));
  return result;
}
