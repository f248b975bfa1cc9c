import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createRandom } from '@lintel/contracts';
import { type FeatureColumn, type FeatureMatrix } from '../feature-matrix';

/** Beside the checkout; never part of it. */
const FOLDER = resolve(__dirname, '../../../../../../shared/data');

/**
 * Describes tests that need example tables. Where a table is absent they are skipped with a printed reason, except in
 * continuous integration, where they fail.
 */
export function describeWithTables(title: string, files: readonly string[], define: () => void): void {
  const absent = files.filter((file) => !existsSync(resolve(FOLDER, file)));
  if (absent.length === 0 || process.env['CI']) return describe(title, define);
  process.stderr.write(`Skipped "${title}": ${absent.join(', ')} not found in ${FOLDER}.\n`);
  describe.skip(title, define);
}

export type Row = Readonly<Record<string, string>>;

/** Rows of a plain CSV with a header. */
export function readRows(file: string): Row[] {
  const lines = readFileSync(resolve(FOLDER, file), 'utf8').trim().split(/\r?\n/);
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

export function takeRows(matrix: FeatureMatrix, rows: readonly number[]): FeatureMatrix {
  const values = matrix.columns.flatMap((_, column) => rows.map((row) => matrix.values[column * matrix.rows + row]!));
  return { rows: rows.length, columns: matrix.columns, values: Float32Array.from(values) };
}

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
