import { createRandom, LintelError, type Dataset, type DatasetSplits } from '@lintel/contracts';
import { checkShares, countParts, PARTS, type DatasetPart, type SplitShares } from './split-shares';
import { subset } from './subset';
import { unitsOf } from './units';

export interface SplitOptions extends SplitShares {
  readonly seed: number;
  /** Preserve the share of every class in every part. Default: true. */
  readonly stratify?: boolean;
}

/** The input of a split: everything of a dataset except its pixels. */
export type SplitExamples = Pick<Dataset, 'size' | 'labels' | 'labelSets' | 'classNames' | 'groups' | 'exampleHashes'>;

/**
 * Splits by seed into views of the dataset. Groups (`dataset.groups`) and exact copies of a picture
 * (`dataset.exampleHashes`) stay together. The number of examples per class and part is fixed first (see `countParts`).
 * Then the units (see `unitsOf`) are taken in random order, the largest first, and each is assigned to the part that
 * brings the counts nearest to the wanted ones (least sum of squared differences, with equal weight for every class).
 * Single examples match the counts exactly; groups as closely as possible, with every class in every part if it has
 * enough groups.
 * @throws LintelError INVALID_CONFIGURATION (shares), DATASET_INVALID (too few examples of a class, or too few groups)
 */
export function splitDataset(dataset: Dataset, options: SplitOptions): DatasetSplits {
  const { train, validation, test } = splitIndices(dataset, options);
  return { train: subset(dataset, train), validation: subset(dataset, validation), test: subset(dataset, test) };
}

/** Like `splitDataset`: the examples of each part, ascending. @throws LintelError like `splitDataset` */
export function splitIndices(dataset: SplitExamples, options: SplitOptions): Record<DatasetPart, Int32Array> {
  const { seed, stratify = true } = options;
  const shares = checkShares(options);
  const strata = stratify ? dataset.labels : new Int32Array(dataset.size);
  const wanted = wantedCounts(dataset, strata, shares);
  const members: Record<DatasetPart, number[][]> = { train: [], validation: [], test: [] };
  const open = PARTS.filter((part) => shares[part] > 0);
  const units = shuffledUnits(dataset, seed);
  if (units.length < open.length) countParts(units.length, shares, 'groups');

  for (const unit of units) {
    const size = new Map<number, number>();
    for (const index of unit) size.set(strata[index]!, (size.get(strata[index]!) ?? 0) + 1);
    let best: { part: DatasetPart; cost: number } | undefined;
    for (const part of open) {
      let cost = 0;
      for (const [stratum, count] of size) {
        const { missing, total } = wanted.get(stratum)!;
        cost += (count * (count - 2 * missing[part])) / total;
      }
      if (!best || cost < best.cost) best = { part, cost };
    }
    const { part } = best!;
    members[part].push(unit);
    for (const [stratum, count] of size) wanted.get(stratum)!.missing[part] -= count;
  }
  bringMissing(members, open, strata);
  const empty = open.find((part) => members[part].length === 0);
  if (empty) throw groupsTooLarge(empty, units.length);
  const sorted = (part: DatasetPart): Int32Array => Int32Array.from(members[part].flat()).sort();
  return { train: sorted('train'), validation: sorted('validation'), test: sorted('test') };
}

/**
 * Groups larger than a part would leave it without some class: the smallest group of that class moves to it from a part
 * that has another one of each of its classes.
 */
function bringMissing(
  members: Record<DatasetPart, number[][]>,
  open: readonly DatasetPart[],
  strata: Int32Array,
): void {
  const strataOf = (unit: readonly number[]): Set<number> => new Set(unit.map((index) => strata[index]!));
  const count = (part: DatasetPart, stratum: number): number =>
    members[part].filter((unit) => strataOf(unit).has(stratum)).length;
  for (const stratum of new Set(strata)) {
    for (const part of open) {
      if (count(part, stratum) > 0) continue;
      const giving = open.flatMap((from) =>
        members[from]
          .filter((unit) => strataOf(unit).has(stratum) && [...strataOf(unit)].every((one) => count(from, one) > 1))
          .map((unit) => ({ from, unit })),
      );
      const least = giving.sort((one, other) => one.unit.length - other.unit.length)[0];
      if (!least) continue;
      members[least.from] = members[least.from].filter((unit) => unit !== least.unit);
      members[part].push(least.unit);
    }
  }
}

/** For every stratum: its size, and the number of examples still missing in each part. */
function wantedCounts(
  dataset: SplitExamples,
  strata: Int32Array,
  shares: Record<DatasetPart, number>,
): Map<number, { total: number; missing: Record<DatasetPart, number> }> {
  const totals = new Map<number, number>();
  for (const stratum of strata) totals.set(stratum, (totals.get(stratum) ?? 0) + 1);
  const stratified = strata === dataset.labels;
  if (totals.size === 0) countParts(0, shares, 'examples');
  return new Map(
    [...totals].map(([stratum, total]) => {
      const what = stratified ? `examples of the class "${dataset.classNames[stratum]}"` : 'examples';
      return [stratum, { total, missing: countParts(total, shares, what) }];
    }),
  );
}

/** Units of indices that stay together: in random order, the largest unit first. */
function shuffledUnits(dataset: SplitExamples, seed: number): number[][] {
  return createRandom(seed, 'split')
    .shuffle(unitsOf(dataset))
    .sort((one, other) => other.length - one.length);
}

const groupsTooLarge = (part: DatasetPart, groups: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The groups are too large to leave any for the ${part} part.`,
    expected: 'groups that are smaller than the parts',
    received: `${groups} groups`,
    cure: 'Collect more groups, or hold out larger or fewer parts.',
  });
