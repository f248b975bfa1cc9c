import { type TableSchema } from '@lintel/contracts';
import { missingTest, numberIn, textOf } from '../../../tables/read-cell';
import { targetKind } from '../read-target';
import { type Cell, type Table } from '../../../tables/table';

/** A column as inspection sees it: the text of each cell, or null. */
export interface InspectedColumn {
  readonly name: string;
  readonly texts: readonly (string | null)[];
  /** Number of different texts. */
  readonly distinct: number;
  /** The numbers of all cells (NaN is missing), if all values are numbers. */
  readonly numbers: Float64Array | undefined;
}

/** The target as 0 and 1 for each class, or as one list of numbers; NaN is unknown. */
export interface InspectedTarget {
  readonly kind: 'classes' | 'values';
  readonly outputs: readonly { readonly name: string; readonly values: Float64Array }[];
}

export function inspectColumns(table: Table, schema: TableSchema): InspectedColumn[] {
  const isMissing = missingTest(schema);
  return table.columns.map((name, index) => {
    const cells = table.cells[index]!;
    const texts = cells.map((cell) => (isMissing(cell) ? null : textOf(cell)));
    const distinct = new Set(texts.filter((text) => text !== null)).size;
    return { name, texts, distinct, numbers: numbersOf(cells, isMissing, schema.decimalComma) };
  });
}

function numbersOf(
  cells: readonly Cell[],
  isMissing: (cell: Cell) => boolean,
  decimalComma: boolean,
): Float64Array | undefined {
  const numbers = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const value = isMissing(cells[row]!) ? NaN : numberIn(cells[row]!, decimalComma);
    if (value === undefined) return undefined;
    numbers[row] = value;
  }
  return numbers;
}

/** @returns undefined if the schema has no target, or a derived one */
export function inspectTarget(
  table: Table,
  schema: TableSchema,
  columns: readonly InspectedColumn[],
): InspectedTarget | undefined {
  const column = columns.find(({ name }) => name === schema.target);
  if (!column) return undefined;
  if (column.numbers && targetKind(table, schema) === 'values')
    return { kind: 'values', outputs: [{ name: column.name, values: column.numbers }] };
  const classNames = [...new Set(column.texts.filter((text) => text !== null))].sort();
  return {
    kind: 'classes',
    outputs: classNames.map((name) => ({
      name,
      values: Float64Array.from(column.texts, (text) => (text === null ? NaN : Number(text === name))),
    })),
  };
}
