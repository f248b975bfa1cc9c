import { createHash } from 'node:crypto';
import { LintelError, partOfInput, type TableSchema } from '@lintel/contracts';
import { readDerivedByOrder, readNamed } from './read-table';
import { type Cell, type Table, takeRows } from './table';

/** Which rows of a table only measure models, and are never trained on. */
export interface HoldOut {
  /** Share of the rows, in [0, 1). */
  readonly share: number;
  readonly by: 'random' | 'group' | 'time';
  /** With `time`: rows that are later than this, in the unit of the time column. */
  readonly after?: number;
}

/** A table in its two parts, with the derived columns that look at other rows. */
export interface HeldOutTable {
  readonly train: Table;
  readonly test: Table;
}

/**
 * The rule for the rows of a table: the latest ones if the schema names a time; else by the hash of the group, or of the
 * row, so that a row is in the same part of every table that contains it.
 * @param share of the rows, in [0, 1); 0 holds out none
 * @throws LintelError DATASET_INVALID (a row without a time, or all rows of one time); INVALID_ARGUMENT (a share outside)
 */
export function holdOutRule(table: Table, schema: TableSchema, share: number): HoldOut {
  if (!(share >= 0 && share < 1)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The share of rows to hold out is not valid.',
      expected: 'at least 0 and less than 1',
      received: String(share),
      cure: 'Hold out 0.2 of the rows, for example.',
    });
  }
  if (schema.time === null) return { share, by: schema.group === null ? 'random' : 'group' };
  if (share === 0) return { share, by: 'time' };
  const times = timesOf(table, schema).sort((one, other) => one - other);
  const after = times[Math.max(0, Math.ceil(times.length * (1 - share)) - 1)];
  if (after !== undefined && after < times.at(-1)!) return { share, by: 'time', after };
  const before = times.findLast((time) => time < times.at(-1)!);
  if (before !== undefined) return { share, by: 'time', after: before };
  throw new LintelError('DATASET_INVALID', {
    problem: `The column "${schema.time}" does not order the rows, so the last ones cannot be held out.`,
    expected: 'at least two different times',
    received: `${times.length} rows of one time`,
    cure: 'Choose another time column, or none.',
  });
}

/**
 * Divides a table. With times, rows of a group that is tested are left out of training.
 * @throws LintelError DATASET_INVALID (a part is empty), and as `readNamed`
 */
export function holdOutRows(whole: Table, schema: TableSchema, rule: HoldOut): HeldOutTable {
  const table = readDerivedByOrder(whole, schema, true);
  const isTest = isHeldOut(whole, schema, rule);
  const groups = rule.by === 'time' && schema.group !== null ? cellsOf(whole, schema.group).map(cellText) : undefined;
  const tested = new Set(groups?.filter((group, row) => group !== '' && isTest[row]!));
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const test = rows.filter((row) => isTest[row]!);
  const train = rows.filter((row) => !isTest[row]! && !tested.has(groups?.[row] ?? ''));
  if (train.length > 0 && (test.length > 0 || rule.share === 0)) {
    return { train: takeRows(table, train), test: takeRows(table, test) };
  }
  throw new LintelError('DATASET_INVALID', {
    problem: 'The table has too few rows to hold some out.',
    expected: 'at least one row to train on and one to test',
    received: `${train.length} and ${test.length} of ${table.rows} rows`,
    cure: rule.by === 'group' ? 'Add groups, or hold out another share.' : 'Add rows, or hold out another share.',
  });
}

/**
 * Identifies the rows of a table: SHA-256 (hex) over their cells without the target and ignored columns, regardless of
 * the order of the columns. A number and its text are the same; so are copies of a row that differ in an ignored id.
 * @param schemas a column that one of them does not ignore is used
 */
export function rowHashes({ columns, cells, rows }: Table, ...schemas: readonly TableSchema[]): string[] {
  const targets = schemas.map(({ target }) => target);
  const used = schemas
    .flatMap((schema) => schema.columns)
    .filter(({ name, kind }) => kind !== 'ignored' && !targets.includes(name) && columns.includes(name))
    .map(({ name }) => name);
  const named = [...new Set(used)].sort().map((name) => [name, cells[columns.indexOf(name)]!] as const);
  return Array.from({ length: rows }, (_, row) =>
    hashOf(
      named.flatMap(([name, column]) => {
        const text = cellText(column[row] ?? null);
        return text === '' ? [] : [[name, text]];
      }),
    ),
  );
}

/** The rows of a table that are not among others; each table has its own schema. */
export function rowsNotIn(table: Table, others: Table, schema: TableSchema, ofOthers = schema): Table {
  const known = new Set(rowHashes(others, schema, ofOthers));
  const rows = rowHashes(table, schema, ofOthers).flatMap((hash, row) => (known.has(hash) ? [] : [row]));
  return rows.length === table.rows ? table : takeRows(table, rows);
}

/**
 * Whether each row of a table only measures.
 * @throws LintelError DATASET_INVALID (a row without a time), and as `readNamed`
 */
export function isHeldOut(table: Table, schema: TableSchema, { by, share, after }: HoldOut): boolean[] {
  if (share === 0) return new Array<boolean>(table.rows).fill(false);
  if (by === 'time') return timesOf(table, schema).map((time) => time > (after ?? Infinity));
  const hashes = rowHashes(table, schema);
  const groups = by === 'group' && schema.group !== null ? cellsOf(table, schema.group).map(cellText) : [];
  // A row without a group is one of its own.
  return hashes.map((hash, row) => partOfInput(groups[row] ? hashOf(groups[row]) : hash, share) === 'test');
}

function timesOf(table: Table, schema: TableSchema): number[] {
  const { kind, values } = readNamed(table, schema, [schema.time!]).columns.get(schema.time!)!;
  const times = kind === 'category' ? [] : Array.from(values as ArrayLike<number>);
  if (times.length === table.rows && times.every(Number.isFinite)) return times;
  throw new LintelError('DATASET_INVALID', {
    problem: `The column "${schema.time}" cannot order the rows in time.`,
    expected: 'a date, a time or a number in every row',
    received: kind === 'category' ? 'names' : 'rows without a time',
    cure: 'Choose another time column, or leave out the rows without a time.',
  });
}

/** @returns nothing if the table has no such column, such as a derived one */
function cellsOf({ columns, cells }: Table, name: string): readonly Cell[] {
  return cells[columns.indexOf(name)] ?? [];
}

const cellText = (cell: Cell): string => (cell === null ? '' : String(cell).trim());
const hashOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');
