import { createRandom, LintelError } from '@lintel/contracts';
import { groupRows } from '../evaluation/group-rows';

/** What decides on which side of a split a row may be. */
export interface SplitRows {
  readonly rows: number;
  /** int32 [rows]: keeps the share of every class alike in all parts. */
  readonly labels?: Int32Array;
  /** Rows of one group stay together; a row without a group (null) is one of its own. */
  readonly groups?: readonly (string | number | null)[];
  /** float64 [rows], any unit: earlier rows go to earlier parts, and rows of the same time stay together. */
  readonly times?: Float64Array;
}

/** The rows of a fold, ascending. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides rows into parts of given shares: by time if there are times, else at random under the seed with groups kept
 * together and classes spread alike. Larger groups are placed first, each into the part whose counts it fits best.
 * @param shares positive; they need not sum to 1
 * @returns the rows of each part, ascending
 * @throws LintelError DATASET_INVALID (fewer groups or times than parts), SHAPE_MISMATCH
 */
export function splitRows(rows: SplitRows, shares: readonly number[], seed: number): Int32Array[] {
  checkLengths(rows);
  const parts = rows.times ? partsByTime(rows, rows.times, shares) : partsAtRandom(rows, shares, seed);
  const members = shares.map((_, part) => Int32Array.from([...parts.keys()].filter((row) => parts[row] === part)));
  if (members.every(({ length }) => length > 0)) return members;
  throw new LintelError('DATASET_INVALID', {
    problem: 'There are too few rows to split.',
    expected: `at least ${shares.length} ${rows.times ? 'different times' : rows.groups ? 'groups of similar size' : 'rows'}`,
    received: `${rows.rows} rows, of which the parts get ${members.map(({ length }) => length).join(', ')}`,
    cure: 'Add rows, or divide them into fewer parts.',
  });
}

/**
 * Cross-validation: each row is tested once, on a model of the other folds. With times each fold is tested on a model
 * of the earlier ones, so the first block of rows is never tested; a group that is tested is then left out of training.
 * @param folds at least 2
 * @throws LintelError as `splitRows`
 */
export function crossValidation(rows: SplitRows, folds: number, seed: number): Fold[] {
  const blocks = splitRows(rows, new Array<number>(rows.times ? folds + 1 : folds).fill(1), seed);
  const joined = (parts: readonly Int32Array[]): number[] => parts.flatMap((part) => Array.from(part));
  if (!rows.times) {
    return blocks.map((test) => ({
      test,
      train: Int32Array.from(joined(blocks.filter((one) => one !== test))).sort(),
    }));
  }
  return blocks.slice(1).map((test, index) => {
    const tested = new Set(Array.from(test, (row) => rows.groups?.[row] ?? null));
    const earlier = joined(blocks.slice(0, index + 1)).filter((row) => {
      const group = rows.groups?.[row] ?? null;
      return group === null || !tested.has(group);
    });
    return { test, train: Int32Array.from(earlier).sort() };
  });
}

function partsAtRandom({ rows, labels, groups }: SplitRows, shares: readonly number[], seed: number): Int32Array {
  const units = createRandom(seed, 'split rows').shuffle(groupRows(rows, groups));
  units.sort((one, other) => other.length - one.length);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const counts = new Map<number, number>();
  for (let row = 0; row < rows; row++) counts.set(labels?.[row] ?? 0, (counts.get(labels?.[row] ?? 0) ?? 0) + 1);
  /** The number of rows that each part still lacks, for each class. */
  const lacking = new Map([...counts].map(([label, count]) => [label, shares.map((share) => (count * share) / total)]));
  const parts = new Int32Array(rows);
  for (const unit of units) {
    const size = new Map<number, number>();
    for (const row of unit) size.set(labels?.[row] ?? 0, (size.get(labels?.[row] ?? 0) ?? 0) + 1);
    const costs = shares.map((_, part) =>
      [...size].reduce(
        (sum, [label, count]) => sum + (count * (count - 2 * lacking.get(label)![part]!)) / counts.get(label)!,
        0,
      ),
    );
    const part = costs.indexOf(Math.min(...costs));
    for (const row of unit) parts[row] = part;
    for (const [label, count] of size) lacking.get(label)![part]! -= count;
  }
  return parts;
}

function partsByTime({ rows }: SplitRows, times: Float64Array, shares: readonly number[]): Int32Array {
  const order = Array.from({ length: rows }, (_, row) => row).sort(
    (one, other) => times[one]! - times[other]! || one - other,
  );
  const total = shares.reduce((sum, share) => sum + share, 0);
  const parts = new Int32Array(rows);
  let part = 0;
  let due = (rows * shares[0]!) / total;
  order.forEach((row, place) => {
    const isNewTime = place > 0 && times[order[place - 1]!] !== times[row];
    if (isNewTime && place >= due && part < shares.length - 1) due += (rows * shares[++part]!) / total;
    parts[row] = part;
  });
  return parts;
}

function checkLengths({ rows, labels, groups, times }: SplitRows): void {
  const finite = times?.every(Number.isFinite) ?? true;
  const lengths = [labels, groups, times].filter((list) => list !== undefined).map(({ length }) => length);
  if (finite && lengths.every((length) => length === rows)) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'A split needs one value for each row.',
    expected: `${rows} labels, groups and times, and every time known`,
    received: finite ? `${lengths.join(', ')} values` : 'a row without a time',
    cure: 'Pass the values of all rows; leave out rows without a time.',
  });
}
