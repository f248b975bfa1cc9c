import { createRandom } from '@lintel/contracts';
import { type FeatureColumn, type FeatureMatrix } from '../../tables/feature-matrix';
import { exampleFile } from '../../tables/testing/describe-with-data';

export type Row = Readonly<Record<string, string>>;

/** Rows of a plain CSV with a header. */
export function readRows(file: string): Row[] {
  const lines = exampleFile(file).toString('utf8').trim().split(/\r?\n/);
  const names = lines[0]!.split(',');
  return lines.slice(1).map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])));
}

/** @param columns with the value of a row */
export function matrixOf(
  rows: readonly Row[],
  columns: readonly (FeatureColumn & { readonly value: (row: Row) => number })[],
): FeatureMatrix {
  const values = Float32Array.from(columns.flatMap(({ value }) => rows.map(value)));
  return { rows: rows.length, columns: columns.map(({ value: _, ...column }) => column), values };
}

/** Columns of numbers, by name. */
export const numbers = (names: readonly string[]) =>
  names.map((name) => ({ name, categories: 0, value: (row: Row) => Number(row[name]) }));

/**
 * Folds at random that keep groups together and deal out strata evenly.
 * @returns the fold of each row
 */
export function foldsOf(strata: readonly unknown[], groups: readonly unknown[], folds: number, seed: number): number[] {
  const members = new Map<unknown, number[]>();
  groups.forEach((group, row) => members.set(group, [...(members.get(group) ?? []), row]));
  const units = createRandom(seed, 'folds').shuffle([...members.values()]);
  units.sort((one, other) => Number(strata[one[0]!]) - Number(strata[other[0]!]));
  const fold = new Array<number>(groups.length);
  units.forEach((unit, at) => unit.forEach((row) => (fold[row] = at % folds)));
  return fold;
}

/** The share of pairs of a positive and a negative row that the scores put in order; ties count half. */
export function aucOf(scores: readonly number[], targets: readonly number[]): number {
  const order = [...scores.keys()].sort((one, other) => scores[one]! - scores[other]!);
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to += 1;
    for (let at = from; at < to; at += 1) if (targets[order[at]!] === 1) rankSum += (from + to + 1) / 2;
    from = to;
  }
  const positives = targets.filter((target) => target === 1).length;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (targets.length - positives));
}
