import { type Dataset, type DatasetSplits } from '@lintel/contracts';
import { pickHashes } from '../loaders/example-hashes';
import { splitLabelSets } from './split-label-sets';
import { splitIndices, type SplitExamples, type SplitOptions } from './split-dataset';
import { PARTS, type DatasetPart } from './split-shares';
import { pickRows, subset } from './subset';

/**
 * Keeps the parts that a dataset declares and splits the rest by seed: a declared test part remains the test part, and
 * missing parts are held out of the train part.
 * @param parts the declared part of every example; null if the dataset declares none
 * @throws LintelError like `splitDataset`
 */
export function splitByParts(
  dataset: Dataset,
  parts: readonly (DatasetPart | null)[],
  options: SplitOptions,
): DatasetSplits {
  const { train, validation, test } = partIndices(dataset, parts, options);
  return { train: subset(dataset, train), validation: subset(dataset, validation), test: subset(dataset, test) };
}

/** Like `splitByParts`: the examples of each part, ascending. @throws LintelError like `splitDataset` */
export function partIndices(
  examples: SplitExamples,
  parts: readonly (DatasetPart | null)[],
  options: SplitOptions,
): Record<DatasetPart, Int32Array> {
  const declared = (part: DatasetPart): Int32Array =>
    Int32Array.from([...parts.keys()].filter((index) => parts[index] === part));
  const [train, validation, test] = PARTS.map(declared) as [Int32Array, Int32Array, Int32Array];
  const isDeclared = parts.some((part) => part !== null);
  const open = isDeclared ? train : Int32Array.from(parts.keys());
  const splitRest = examples.labelSets ? splitLabelSets : splitIndices;
  const rest = splitRest(examplesAt(examples, open), {
    ...options,
    validation: validation.length > 0 ? 0 : options.validation,
    test: test.length > 0 ? 0 : options.test,
  });
  const back = (indices: Int32Array): Int32Array => indices.map((index) => open[index]!);
  return {
    train: back(rest.train),
    validation: validation.length > 0 ? validation : back(rest.validation),
    test: test.length > 0 ? test : back(rest.test),
  };
}

function examplesAt(
  { labels, labelSets, classNames, groups, exampleHashes }: SplitExamples,
  indices: Int32Array,
): SplitExamples {
  return {
    size: indices.length,
    classNames,
    labels: indices.map((index) => labels[index]!),
    ...(labelSets ? { labelSets: pickRows(labelSets, classNames.length, indices) } : {}),
    ...(groups ? { groups: Array.from(indices, (index) => groups[index]!) } : {}),
    ...(exampleHashes ? { exampleHashes: pickHashes(exampleHashes, indices) } : {}),
  };
}
