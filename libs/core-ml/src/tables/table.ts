/** A value as it was received: text from a file, or a JSON value. */
export type Cell = string | number | boolean | null;

/** Rows of named columns, not yet interpreted. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: number;
  /** One list of cells for each column, all of the same length. */
  readonly cells: readonly (readonly Cell[])[];
  /** The line of each row in its file, counted from 1; absent if the rows come from no file. */
  readonly lines?: readonly number[];
  /** The encoding of the file, such as `UTF-8`; absent if the rows come from no file. */
  readonly encoding?: string;
}

/** How messages name a row: by its line in the file, or by its number from 1. */
export function rowName(table: Table, row: number): string {
  const line = table.lines?.[row];
  return line === undefined ? `row ${row + 1}` : `line ${line}`;
}

/**
 * A table of JSON records, such as the rows of a request. A key that a record lacks is missing there.
 * @param records at least the keys of one record become the columns, in the order of their first use
 */
export function tableOfRecords(records: readonly Readonly<Record<string, Cell>>[]): Table {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    columns,
    rows: records.length,
    cells: columns.map((column) =>
      records.map((record) => (Object.hasOwn(record, column) ? (record[column] ?? null) : null)),
    ),
  };
}

/** A row as a JSON record, the reverse of `tableOfRecords`. */
export const recordOf = ({ columns, cells }: Table, row: number): Record<string, Cell> =>
  Object.fromEntries(columns.map((column, at) => [column, cells[at]![row] ?? null]));

/** Some rows of a table, in the order of `rows`. */
export function takeRows(table: Table, rows: ArrayLike<number>): Table {
  const { lines } = table;
  return {
    columns: table.columns,
    rows: rows.length,
    cells: table.cells.map((column) => Array.from(rows, (row) => column[row]!)),
    ...(lines ? { lines: Array.from(rows, (row) => lines[row]!) } : {}),
  };
}
