import { type Dataset, type DatasetSplits } from '@lintel/contracts';
import { splitDataset, type SplitOptions } from './split-dataset';
import { PARTS, type DatasetPart } from './split-shares';
import { subset } from './subset';

/**
 * Keeps the parts that a dataset declares and splits the rest by a seed: a declared test
 * part stays the test part, and what is not declared is held out of the train part.
 * @param parts the declared part of every example; null where the dataset declares none
 * @throws LintelError as `splitDataset`
 */
export function splitByParts(
  dataset: Dataset,
  parts: readonly (DatasetPart | null)[],
  options: SplitOptions,
): DatasetSplits {
  const declared = (part: DatasetPart): Dataset | undefined => {
    const indices = [...parts.keys()].filter((index) => parts[index] === part);
    return indices.length > 0 ? subset(dataset, indices) : undefined;
  };
  const [train, validation, test] = PARTS.map(declared);
  const isDeclared = parts.some((part) => part !== null);
  const rest = splitDataset(isDeclared ? (train ?? subset(dataset, [])) : dataset, {
    ...options,
    validation: validation ? 0 : options.validation,
    test: test ? 0 : options.test,
  });
  return { train: rest.train, validation: validation ?? rest.validation, test: test ?? rest.test };
}
