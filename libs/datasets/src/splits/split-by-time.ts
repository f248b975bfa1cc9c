import { LintelError, type Dataset, type DatasetSplits } from '@lintel/contracts';
import { checkShares, countParts, type DatasetPart, type SplitShares } from './split-shares';
import { subset } from './subset';
import { unitsOf } from './units';

/**
 * Splits by time: the oldest examples are for training, the newest for testing, so that no part contains data newer
 * than the next. Examples of one time, groups, and copies of one picture stay together; they count as old as the newest
 * of them. Parts are as close to their shares as this allows.
 * @param times one number per example, any unit, increasing with time
 * @throws LintelError INVALID_CONFIGURATION, SHAPE_MISMATCH, DATASET_INVALID (too few different times)
 */
export function splitByTime(dataset: Dataset, times: ArrayLike<number>, shares: SplitShares): DatasetSplits {
  const { train, validation, test } = timeIndices(dataset, times, shares);
  return { train: subset(dataset, train), validation: subset(dataset, validation), test: subset(dataset, test) };
}

/** Like `splitByTime`: the examples of each part, ascending. @throws LintelError like `splitByTime` */
export function timeIndices(
  dataset: Pick<Dataset, 'size' | 'groups' | 'exampleHashes'>,
  times: ArrayLike<number>,
  shares: SplitShares,
): Record<DatasetPart, Int32Array> {
  const parts = checkShares(shares);
  const finite = Array.from(times).filter(Number.isFinite).length;
  if (times.length !== dataset.size || finite !== times.length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'A split by time needs one time per example.',
      expected: `${dataset.size} numbers`,
      received: `${times.length} values, ${finite} of them numbers`,
      cure: 'Pass the time of every example.',
    });
  }
  const moments = momentsOf(dataset, times);
  countParts(moments.length, parts, 'different times');
  const counts = countParts(dataset.size, parts, 'examples');
  const trainEnd = cut(moments, 0, counts.train, Number(counts.validation > 0) + Number(counts.test > 0));
  const validationEnd =
    counts.test === 0 ? moments.length : cut(moments, trainEnd, counts.validation, 1, counts.validation > 0);
  const view = (from: number, to: number): Int32Array => Int32Array.from(moments.slice(from, to).flat()).sort();
  return {
    train: view(0, trainEnd),
    validation: view(trainEnd, validationEnd),
    test: view(validationEnd, moments.length),
  };
}

/** Examples of the same time, oldest first. */
function momentsOf(dataset: Pick<Dataset, 'size' | 'groups' | 'exampleHashes'>, times: ArrayLike<number>): number[][] {
  const moments = new Map<number, number[]>();
  for (const unit of unitsOf(dataset)) {
    const newest = unit.reduce((latest, index) => Math.max(latest, times[index]!), -Infinity);
    const moment = moments.get(newest);
    if (moment) moment.push(...unit);
    else moments.set(newest, [...unit]);
  }
  return [...moments].sort(([one], [other]) => one - other).map(([, indices]) => indices);
}

/**
 * Where a part of `count` examples that starts at moment `from` ends: at the nearest boundary between moments that
 * leaves `later` moments for the following parts.
 */
function cut(moments: readonly number[][], from: number, count: number, later: number, atLeastOne = true): number {
  if (!atLeastOne) return from;
  const last = moments.length - later;
  let end = from + 1;
  let held = moments[from]!.length;
  while (end < last && held + moments[end]!.length / 2 <= count) held += moments[end++]!.length;
  return end;
}
