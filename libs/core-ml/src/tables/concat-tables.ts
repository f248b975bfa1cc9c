import { type Cell, type Table } from './table';

/** The rows of two tables, one after the other; a column that only one of them has is missing in the other's rows. */
export function concatTables(one: Table, other: Table): Table {
  if (other.rows === 0) return one;
  if (one.rows === 0) return other;
  const columns = [...new Set([...one.columns, ...other.columns])];
  const cellsOf = ({ columns: own, cells, rows }: Table, name: string): readonly Cell[] =>
    cells[own.indexOf(name)] ?? new Array<Cell>(rows).fill(null);
  return {
    columns,
    rows: one.rows + other.rows,
    cells: columns.map((name) => [...cellsOf(one, name), ...cellsOf(other, name)]),
  };
}
