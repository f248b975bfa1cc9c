import { LintelError, type MatrixColumn, type MatrixEncoding, type TableSchema } from '@lintel/contracts';
import { type FeatureMatrix } from './feature-matrix';
import { type TypedTable } from './typed-table';

export interface FitMatrixEncodingOptions {
  /** Categories with fewer training rows share one code. Default: 1, so that each has its own. */
  readonly rareBelow?: number;
  /** At most this many codes for one column; the most frequent categories keep their own. Default: 254. */
  readonly mostCategories?: number;
}

/** Values of a column that training has not seen. */
export interface UnseenCategory {
  readonly column: string;
  readonly value: string;
  /** Number of rows with this value. */
  readonly rows: number;
}

export interface EncodedTable {
  readonly matrix: FeatureMatrix;
  readonly unseen: readonly UnseenCategory[];
}

/**
 * Fits the codes of all categories on the training rows: code 0 is the most frequent category.
 * @param table the training rows alone, as `readInputs` returns them
 * @throws LintelError DATASET_INVALID (the table has no column to learn from)
 */
export function fitMatrixEncoding(
  table: TypedTable,
  schema: TableSchema,
  { rareBelow = 1, mostCategories = 254 }: FitMatrixEncodingOptions = {},
): MatrixEncoding {
  const described = new Map([...schema.columns, ...schema.derived].map((column) => [column.name, column]));
  const columns = [...table.columns].map(([name, column]): MatrixColumn => {
    if (column.kind === 'category')
      return { name, kind: 'category', ...codesOf(column.values, rareBelow, mostCategories) };
    const about = described.get(name);
    return {
      name,
      kind: 'number',
      monotone: about && 'monotone' in about ? about.monotone : 0,
      special: about && 'special' in about ? about.special : [],
    };
  });
  if (columns.length > 0) return { kind: 'matrix', columns };
  throw new LintelError('DATASET_INVALID', {
    problem: 'The table has no column to predict from.',
    expected: 'at least one column of numbers, categories or yes and no, beside the target',
    received: schema.columns.map(({ name, kind }) => `${name}: ${kind}`).join(', '),
    cure: 'Add columns, or change the kind of an ignored column.',
  });
}

function codesOf(
  values: readonly (string | null)[],
  rareBelow: number,
  most: number,
): { categories: string[]; rare: string[] } {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const kept = ordered.filter(([, count], index) => count >= rareBelow && index < most).length;
  // A single rare category gains nothing from the shared code.
  const own = ordered.length - kept === 1 && kept < most ? ordered.length : kept;
  const names = ordered.map(([value]) => value);
  return { categories: names.slice(0, own), rare: names.slice(own) };
}

/** The codes of the values of each column that holds categories, by column. */
export type CategoryCodes = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The codes that an encoding writes; the rare categories share the last. */
export function categoryCodes({ columns }: MatrixEncoding): CategoryCodes {
  const all = new Map<string, ReadonlyMap<string, number>>();
  for (const column of columns) {
    if (column.kind !== 'category') continue;
    const codes = new Map(column.categories.map((category, code) => [category, code]));
    for (const category of column.rare) codes.set(category, column.categories.length);
    all.set(column.name, codes);
  }
  return all;
}

/**
 * Turns rows into a feature matrix for trees and scorecards, and reports the categories that training did not see.
 * @param codes of the encoding; pass them if many tables are encoded
 */
export function encodeMatrix(
  table: TypedTable,
  encoding: MatrixEncoding,
  codes: CategoryCodes = categoryCodes(encoding),
): EncodedTable {
  const { rows } = table;
  const values = new Float32Array(rows * encoding.columns.length);
  const unseen: UnseenCategory[] = [];
  encoding.columns.forEach((column, index) => {
    const target = values.subarray(index * rows, (index + 1) * rows);
    const source = table.columns.get(column.name)!;
    if (column.kind === 'number') target.set(source.values as Float64Array);
    else unseen.push(...writeCodes(source.values as (string | null)[], column, codes.get(column.name)!, target));
  });
  const columns = encoding.columns.map((column) => ({
    name: column.name,
    categories: column.kind === 'category' ? codeCount(column) : 0,
    ...(column.kind === 'number' ? { monotone: column.monotone } : {}),
  }));
  return { matrix: { rows, columns, values }, unseen };
}

/** The number of codes, of which the rare categories share the last. */
export function codeCount({
  categories,
  rare,
}: Pick<MatrixColumn & { kind: 'category' }, 'categories' | 'rare'>): number {
  return Math.max(1, categories.length + Number(rare.length > 0));
}

function writeCodes(
  values: readonly (string | null)[],
  column: MatrixColumn & { kind: 'category' },
  codes: ReadonlyMap<string, number>,
  target: Float32Array,
): UnseenCategory[] {
  const shared = column.categories.length;
  const unseen = new Map<string, number>();
  values.forEach((value, row) => {
    const code = value === null ? NaN : codes.get(value);
    if (code === undefined) unseen.set(value!, (unseen.get(value!) ?? 0) + 1);
    target[row] = code ?? (column.rare.length > 0 ? shared : NaN);
  });
  return [...unseen].map(([value, rows]) => ({ column: column.name, value, rows }));
}
