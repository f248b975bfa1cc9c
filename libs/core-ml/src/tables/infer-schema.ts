import { LintelError, tableSchemaSchema, type TableColumn, type TableSchema } from '@lintel/contracts';
import { missingTest, numberIn, textOf, timeIn, USUAL_MISSING } from './read-cell';
import { specialValues } from './special-values';
import { type Cell, type Table } from './table';

export interface InferSchemaOptions {
  readonly target?: string;
  readonly group?: string;
  readonly time?: string;
  /** Columns that the model must not see. */
  readonly ignore?: readonly string[];
  /** Texts that mean "no value". Default: the usual ones, such as an empty cell, NA and null. */
  readonly missing?: readonly string[];
}

/** A column counts as numbers if at least this share of its values are: the rest is then named as an error. */
const NUMBER_SHARE = 0.9;
/** More categories than this, and most of them once, are an identifier or free text. */
const MOST_CATEGORIES = 50;

/**
 * Infers what the columns of a table mean. Columns that number the rows, whose values are all different, or that are
 * constant are ignored, with the reason. The result may be edited before training.
 * @throws LintelError INVALID_ARGUMENT (a named column that the table lacks), DATASET_INVALID (a time column without times)
 */
export function inferSchema(table: Table, options: InferSchemaOptions = {}): TableSchema {
  const { target = null, group = null, time = null, ignore = [] } = options;
  for (const name of [target, group, time, ...ignore]) if (name !== null) checkColumn(table, name);
  const missing = [...(options.missing ?? USUAL_MISSING)];
  const isMissing = missingTest({ missing });
  const decimalComma = usesDecimalComma(table, isMissing);
  const columns = table.columns.map((name, index): TableColumn => {
    if (ignore.includes(name)) return { name, kind: 'ignored', reason: 'left out by choice' };
    const counts = countValues(table.cells[index]!, isMissing);
    const column = kindOf(name, counts, decimalComma);
    const hasRole = name === target || name === group || name === time;
    const reason = hasRole ? undefined : reasonToIgnore(column, counts, table.cells[index]!);
    return reason === undefined ? column : { name, kind: 'ignored', reason };
  });
  checkTime(columns.find(({ name }) => name === time));
  return tableSchemaSchema.parse({ formatVersion: 1, columns, missing, decimalComma, target, group, time });
}

/** @throws LintelError INVALID_ARGUMENT */
function checkColumn(table: Table, name: string): void {
  if (table.columns.includes(name)) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The table has no column "${name}".`,
    expected: `one of ${table.columns.slice(0, 40).join(', ')}`,
    received: name,
    cure: 'Check the spelling of the name; upper and lower case differ.',
  });
}

/** @throws LintelError DATASET_INVALID (the column cannot order the rows) */
function checkTime(column: TableColumn | undefined): void {
  if (column === undefined || column.kind === 'time' || column.kind === 'number') return;
  throw new LintelError('DATASET_INVALID', {
    problem: `The column "${column.name}" cannot order the rows in time.`,
    expected: 'dates or times such as 2026-04-01T13:30:00, or numbers that grow with time',
    received: `a column of kind ${column.kind}`,
    cure: 'Write its values as ISO 8601, or name another column.',
  });
}

/** How often each value occurs; what follows then looks at each different value once. */
function countValues(cells: readonly Cell[], isMissing: (cell: Cell) => boolean): Map<Cell, number> {
  const counts = new Map<Cell, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  for (const cell of [...counts.keys()]) if (isMissing(cell)) counts.delete(cell);
  return counts;
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

function kindOf(name: string, values: ReadonlyMap<Cell, number>, decimalComma: boolean): TableColumn {
  if (values.size === 0) return { name, kind: 'ignored', reason: 'has no values' };
  const counts = new Map<string, number>();
  for (const [cell, count] of values) counts.set(textOf(cell), (counts.get(textOf(cell)) ?? 0) + count);
  const yesNo = yesAndNo([...counts.keys()]);
  if (yesNo) return { name, kind: 'boolean', ...yesNo };
  const numbers: number[] = [];
  let rows = 0;
  for (const [cell, count] of values) {
    const number = numberIn(cell, decimalComma);
    if (number === undefined) continue;
    numbers.push(number);
    rows += count;
  }
  if (rows >= NUMBER_SHARE * sum(values.values()))
    return { name, kind: 'number', special: specialValues(numbers), monotone: 0 };
  if ([...values.keys()].every((cell) => timeIn(cell, 'iso') !== undefined))
    return { name, kind: 'time', format: 'iso' };
  if (counts.size > MOST_CATEGORIES && isProse([...counts.keys()])) return { name, kind: 'text' };
  return { name, kind: 'category', categories: byFrequency(counts) };
}

/** The most frequent first; equal counts in order of the text, so that the order of the rows does not matter. */
function byFrequency(counts: ReadonlyMap<string, number>): { value: string; count: number }[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}

const PAIRS = [
  ['true', 'false'],
  ['yes', 'no'],
  ['y', 'n'],
  ['t', 'f'],
  ['1', '0'],
] as const;

function yesAndNo(values: readonly string[]): { yes: string; no: string } | undefined {
  if (values.length !== 2) return undefined;
  const texts = values.map((value) => value.toLowerCase().replace(/^([01])\.0+$/, '$1'));
  const pair = PAIRS.find((pair) => pair.every((text) => texts.includes(text)));
  return pair && { yes: values[texts.indexOf(pair[0])]!, no: values[texts.indexOf(pair[1])]! };
}

/** Whether most of the texts are several words. */
function isProse(texts: readonly string[]): boolean {
  return texts.filter((text) => text.split(/\s+/).length >= 4).length > texts.length / 2;
}

function reasonToIgnore(
  column: TableColumn,
  values: ReadonlyMap<Cell, number>,
  cells: readonly Cell[],
): string | undefined {
  if (column.kind === 'ignored' || column.kind === 'text' || column.kind === 'time') return undefined;
  if (values.size === 1) return 'is constant';
  if (column.kind === 'category') {
    const isIdentifier = values.size > MOST_CATEGORIES && values.size > 0.5 * sum(values.values());
    return isIdentifier ? 'identifies the rows: most values occur once' : undefined;
  }
  const mayNumber = column.kind === 'number' && values.size === cells.length;
  return mayNumber && isRowNumber(cells.map((cell) => numberIn(cell, false))) ? 'numbers the rows' : undefined;
}

/** Integers that rise from row to row, nearly without gaps. */
export function isRowNumber(numbers: readonly (number | undefined)[]): boolean {
  if (numbers.length < 20) return false;
  for (let at = 0; at < numbers.length; at++) {
    if (!Number.isInteger(numbers[at]) || (at > 0 && numbers[at]! <= numbers[at - 1]!)) return false;
  }
  return numbers.at(-1)! - numbers[0]! < 3 * numbers.length;
}

/** Whether some column contains numbers with a comma and no column contains one with a point. */
function usesDecimalComma(table: Table, isMissing: (cell: Cell) => boolean): boolean {
  const hasComma = (cell: Cell): boolean => typeof cell === 'string' && cell.includes(',');
  if (!table.cells.some((cells) => cells.some(hasComma))) return false;
  const texts = table.cells.map((cells) =>
    cells.filter((cell): cell is string => typeof cell === 'string' && !isMissing(cell)).map((cell) => cell.trim()),
  );
  const isComma = (text: string): boolean => text.includes(',') && numberIn(text, true) !== undefined;
  const isPoint = (text: string): boolean => text.includes('.') && numberIn(text, false) !== undefined;
  return (
    texts.some(
      (column) => column.length > 0 && column.some(isComma) && column.every((t) => numberIn(t, true) !== undefined),
    ) && !texts.some((column) => column.some(isPoint))
  );
}
