import { LintelError, type DatasetSplits, viewDataset } from '@lintel/contracts';
import {
  findLookAlikes,
  groupsInNames,
  inspectPictures,
  partIndices,
  subset,
  timeIndices,
  type DatasetPart,
  type HashedDataset,
  type PictureGrouping,
} from '@lintel/datasets';
import { type CommandContext } from '../../command-context';
import { describeSplit, warn } from '../pictures/describe-findings';
import { type GroupedFolder, type TimedEntry } from './picture-table';
import { type Pictures } from '../pictures/pictures';

export interface SplitOptions {
  readonly seed: number;
  readonly validation: number;
  readonly test: number;
  /** Column of times: the newest pictures are for the test. */
  readonly time?: string;
}

export type PartIndices = Record<DatasetPart, Int32Array>;

/** Pictures with the report about them, and the part of each. */
export interface SplitPictures extends Pictures {
  readonly splits: DatasetSplits;
  /** The examples of each part. */
  readonly indices: PartIndices;
  readonly splitBy: 'random' | 'group' | 'time';
}

/**
 * Reports what is wrong with pictures, and splits them: by time if the user names one, and so that
 * pictures of one group stay together. If no groups are given, they are found by the file names, or by what is seen on
 * the pictures.
 * @throws LintelError of `splitByParts` and `splitByTime`
 */
export function splitPictures(
  pictures: Pictures,
  folder: Pick<GroupedFolder, 'root' | 'givenBy'>,
  options: SplitOptions,
  context: CommandContext,
): SplitPictures {
  const entries: readonly TimedEntry[] = pictures.entries;
  const lookAlikes = findLookAlikes(pictures.dataset);
  const found = groupingOf(folder, pictures, lookAlikes);
  const attempt = found && { found, dataset: withGroups(pictures.dataset, found.groups) };
  const indices = attempt && splitIfPossible(attempt.dataset, entries, options, folder.givenBy !== null);
  const grouping: PictureGrouping | null = found && { ...found, isUsed: indices !== null };
  const dataset = attempt && indices ? attempt.dataset : withGroups(pictures.dataset, undefined);
  const parts = indices ?? split(dataset, entries, options);
  const knowledge = { lookAlikes, grouping };
  const findings =
    pictures.inspect?.(knowledge) ??
    inspectPictures(entries, dataset.exampleHashes, dataset.classNames, folder.root, knowledge);
  warn(findings, context);
  const splitBy = options.time !== undefined ? 'time' : indices ? 'group' : 'random';
  context.terminal.say(describeSplit(findings, splitBy, dataset.labelSets && dataset.size));
  const view = (part: DatasetPart) => subset(dataset, parts[part]);
  const splits = { train: view('train'), validation: view('validation'), test: view('test') };
  return { ...pictures, dataset, findings, splits, indices: parts, splitBy };
}

function groupingOf(
  { givenBy }: Pick<GroupedFolder, 'givenBy'>,
  { dataset, entries }: Pictures,
  lookAlikes: readonly (readonly number[])[] | null,
): Omit<PictureGrouping, 'isUsed'> | null {
  if (givenBy) return { ...givenBy, groups: entries.map(({ group, path }) => group ?? path) };
  const named = groupsInNames(entries.map(({ path }) => path));
  if (named) return { source: 'file-names', name: named.word, groups: named.groups };
  if (!lookAlikes || lookAlikes.length === 0) return null;
  const groups = Array.from({ length: dataset.size }, (_, index) => `picture ${index}`);
  for (const group of lookAlikes) for (const index of group) groups[index] = `picture ${group[0]}`;
  return { source: 'look-alikes', name: '', groups };
}

function withGroups(dataset: HashedDataset, groups: readonly string[] | undefined): HashedDataset {
  return Object.assign(viewDataset(dataset, { groups }), { exampleHashes: dataset.exampleHashes });
}

/**
 * @param areGiven if the user gave the groups, a split that fails is an error
 * @returns null if the groups were only found and are too large to be kept together
 */
function splitIfPossible(
  dataset: HashedDataset,
  entries: readonly TimedEntry[],
  options: SplitOptions,
  areGiven: boolean,
): PartIndices | null {
  if (areGiven) return split(dataset, entries, options);
  try {
    const parts = split(dataset, entries, options);
    const without = split(withGroups(dataset, undefined), entries, options);
    const classesOf = (indices: Int32Array): number => new Set([...indices].flatMap((index) => ownLabels(index))).size;
    const ownLabels = (index: number): number[] =>
      dataset.labelSets
        ? dataset.classNames.flatMap((_, label) =>
            dataset.labelSets![index * dataset.classNames.length + label] === 1 ? [label] : [],
          )
        : [dataset.labels[index]!];
    const isComplete = (['train', 'validation', 'test'] as const).every(
      (part) => classesOf(parts[part]) >= classesOf(without[part]),
    );
    return isComplete ? parts : null;
  } catch (error) {
    if (error instanceof LintelError && error.code === 'DATASET_INVALID') return null;
    throw error;
  }
}

function split(dataset: HashedDataset, entries: readonly TimedEntry[], options: SplitOptions): PartIndices {
  const { seed, validation, test, time } = options;
  const parts = entries.map(({ part }) => part);
  if (time === undefined) return partIndices(dataset, parts, { seed, validation, test });
  if (parts.every((part) => part === null)) {
    return timeIndices(
      dataset,
      entries.map((entry) => entry.time ?? NaN),
      { validation, test },
    );
  }
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The folder declares its parts, so it cannot be split by time.',
    expected: 'a folder without train and test, or no --time',
    received: `--time ${time}`,
    cure: 'Leave --time out, or put all pictures into one folder for each class.',
  });
}
