import { LintelError, type TableColumn, type TableSchema } from '@lintel/contracts';
import { missingTest, numberIn, textOf, timeIn } from './read-cell';
import { rowName, type Table } from './table';

/** The values of one column; NaN and null are missing. */
export type ColumnValues =
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** Seconds since 1970. */
  | { readonly kind: 'time'; readonly values: Float64Array }
  | { readonly kind: 'category'; readonly values: readonly (string | null)[] };

/** The columns of a table as its schema reads them. A boolean is a number, 1 for true. */
export interface TypedTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ColumnValues>;
}

/**
 * Reads the named columns of a table.
 * @throws LintelError DATASET_EMPTY (no rows), DATASET_INVALID (a column is missing; a value is not of the column's
 *   kind, with its line; an infinite number)
 */
export function readColumns(table: Table, schema: TableSchema, names: readonly string[]): TypedTable {
  if (table.rows === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'The table has no rows.',
      expected: 'at least one row',
      received: 'none',
      cure: 'Pass at least one row.',
    });
  }
  const absent = names.filter((name) => !table.columns.includes(name));
  if (absent.length > 0) {
    throw new LintelError('DATASET_INVALID', {
      problem: `The table lacks ${absent.length === 1 ? 'the column' : 'the columns'} ${absent.join(', ')}.`,
      expected: `the columns ${names.join(', ')}`,
      received: table.columns.join(', '),
      cure: 'Add the column; leave its cells empty where the value is not known.',
    });
  }
  const isMissing = missingTest(schema);
  const columns = names.map((name): [string, ColumnValues] => {
    const column = schema.columns.find((column) => column.name === name)!;
    return [name, readColumn(table, schema, column, isMissing)];
  });
  return { rows: table.rows, columns: new Map(columns) };
}

function readColumn(
  table: Table,
  schema: TableSchema,
  column: TableColumn,
  isMissing: ReturnType<typeof missingTest>,
): ColumnValues {
  const cells = table.cells[table.columns.indexOf(column.name)]!;
  if (column.kind !== 'number' && column.kind !== 'boolean' && column.kind !== 'time') {
    return { kind: 'category', values: cells.map((cell) => (isMissing(cell) ? null : textOf(cell))) };
  }
  const read = readerOf(column, schema);
  const values = Float64Array.from(cells, (cell, row) => {
    if (isMissing(cell)) return NaN;
    const value = read(cell);
    if (value === undefined) throw unreadable(table, row, column, String(cell));
    return value;
  });
  return { kind: column.kind === 'time' ? 'time' : 'number', values };
}

type Reader = (cell: string | number | boolean | null) => number | undefined;

function readerOf(column: TableColumn, schema: TableSchema): Reader {
  if (column.kind === 'time') return (cell) => timeIn(cell, column.format);
  if (column.kind !== 'boolean') return (cell) => numberIn(cell, schema.decimalComma);
  const [yes, no] = [column.yes.toLowerCase(), column.no.toLowerCase()];
  return (cell) => {
    if (typeof cell === 'boolean') return Number(cell);
    const text = textOf(cell).toLowerCase();
    if (text === yes || text === no) return Number(text === yes);
    const number = numberIn(cell, false);
    return number === Number(yes) ? 1 : number === Number(no) ? 0 : undefined;
  };
}

const EXPECTED: Partial<Record<TableColumn['kind'], string>> = {
  number: 'a finite number such as 12.5',
  time: 'a time such as 2026-04-01T13:30:00, or seconds since 1970 if the column is read so',
};

function unreadable(table: Table, row: number, column: TableColumn, received: string): LintelError {
  return new LintelError('DATASET_INVALID', {
    problem: `The column "${column.name}" has a value in ${rowName(table, row)} that is not a ${column.kind}.`,
    expected:
      column.kind === 'boolean' ? `"${column.yes}" or "${column.no}"` : (EXPECTED[column.kind] ?? 'another value'),
    received: JSON.stringify(received.slice(0, 100)),
    cure: 'Correct the value, add it to the texts that mean "no value", or read the column as a category.',
  });
}
