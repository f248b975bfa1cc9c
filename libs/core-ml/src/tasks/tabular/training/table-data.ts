import { createHash } from 'node:crypto';
import { LintelError, type TableSchema } from '@lintel/contracts';
import { readClassTarget, readValueTarget, rowsWithTarget, targetKind } from '../read-target';
import { readDerivedByOrder, readNamed } from '../../../tables/read-table';
import { crossValidation, type Fold, type SplitRows } from '../../../tables/splits';
import { type Table, takeRows } from '../../../tables/table';

/** What a table model learns: codes of classes, or values. */
export type TableTarget =
  | { readonly kind: 'classes'; readonly classNames: readonly string[]; readonly labels: Int32Array }
  | { readonly kind: 'values'; readonly values: Float64Array };

/** The rows with a known target, and what keeps rows together in a split. */
export interface TableData {
  /** With the derived columns that look at other rows: a split may part a row from those. */
  readonly table: Table;
  readonly schema: TableSchema;
  readonly target: TableTarget;
  /** Rows that were left out because their target is missing. */
  readonly withoutTarget: number;
  readonly groups: readonly (string | number | null)[] | undefined;
  readonly times: Float64Array | undefined;
  /** SHA-256 (hex) of the columns and cells of these rows. */
  readonly contentHash: string;
}

export interface ReadTableDataOptions {
  /** Default: classes if the target has few different whole numbers or names. */
  readonly kind?: 'classes' | 'values' | undefined;
  /** The class whose probability is predicted, of two. */
  readonly positive?: string | undefined;
  /** The classes of a trained model. */
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Reads the target, the groups and the times of a table.
 * @throws LintelError DATASET_INVALID, INVALID_ARGUMENT as the target's reading; DATASET_EMPTY if no row has a target
 */
export function readTableData(whole: Table, schema: TableSchema, options: ReadTableDataOptions = {}): TableData {
  const kind = options.kind ?? targetKind(whole, schema);
  const computed = readDerivedByOrder(whole, schema, true);
  const known = rowsWithTarget(computed, schema);
  if (known.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: `No row has a value in the target "${schema.target}".`,
      expected: 'at least one',
      received: `${whole.rows} rows without one`,
      cure: 'Choose another target, or fill it in.',
    });
  }
  const take = (all: Table): Table => (known.length === all.rows ? all : takeRows(all, known));
  const table = take(computed);
  const { positive, classNames } = options;
  const target =
    kind === 'classes'
      ? readClassTarget(table, schema, {
          ...(positive === undefined ? {} : { positive }),
          ...(classNames === undefined ? {} : { classNames }),
        })
      : readValueTarget(table, schema);
  return {
    table,
    schema,
    target,
    withoutTarget: whole.rows - table.rows,
    groups: schema.group === null ? undefined : valuesOf(table, schema, schema.group),
    times: schema.time === null ? undefined : timesOf(table, schema, schema.time),
    contentHash: hashOf(take(whole)),
  };
}

/**
 * The folds in which every row is tested once: by time if the schema names a time, with the rows of a group together,
 * and with the classes spread alike.
 */
export function foldsOf({ table, target, groups, times }: TableData, folds: number, seed: number): Fold[] {
  const rows: SplitRows = {
    rows: table.rows,
    ...(target.kind === 'classes' ? { labels: target.labels } : {}),
    ...(groups === undefined ? {} : { groups }),
    ...(times === undefined ? {} : { times }),
  };
  return crossValidation(rows, folds, seed);
}

export function takeTarget(target: TableTarget, rows: Int32Array): TableTarget {
  return target.kind === 'classes'
    ? { ...target, labels: rows.map((row) => target.labels[row]!) }
    : { ...target, values: Float64Array.from(rows, (row) => target.values[row]!) };
}

/** What decides on which side of a split each of some rows may be. */
export function takePlaces(
  { groups, times }: TableData,
  rows: Int32Array,
): Partial<Pick<SplitRows, 'groups' | 'times'>> {
  return {
    ...(groups === undefined ? {} : { groups: Array.from(rows, (row) => groups[row]!) }),
    ...(times === undefined ? {} : { times: Float64Array.from(rows, (row) => times[row]!) }),
  };
}

const valuesOf = (table: Table, schema: TableSchema, name: string): (string | number | null)[] =>
  Array.from(readNamed(table, schema, [name]).columns.get(name)!.values as ArrayLike<string | number | null>);

function timesOf(table: Table, schema: TableSchema, name: string): Float64Array {
  const { kind, values } = readNamed(table, schema, [name]).columns.get(name)!;
  if (kind !== 'category') return Float64Array.from(values as ArrayLike<number>);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The column "${name}" cannot order the rows in time.`,
    expected: 'a column of dates, times or numbers',
    received: 'a column of names',
    cure: 'Choose another column, or write its times as ISO 8601.',
  });
}

function hashOf(table: Table): string {
  const hash = createHash('sha256').update(JSON.stringify(table.columns));
  for (const cells of table.cells) hash.update(JSON.stringify(cells));
  return hash.digest('hex');
}
