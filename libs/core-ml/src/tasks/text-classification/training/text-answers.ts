import { LintelError, type TextTarget } from '@lintel/contracts';
import { rowName, type Table } from '../../../tables/table';

/** The right answers to texts: one class each, or a set of labels. */
export type TextLabels =
  | { readonly kind: 'classes'; readonly classNames: readonly string[]; readonly labels: Int32Array }
  | {
      readonly kind: 'labels';
      readonly classNames: readonly string[];
      /** uint8 [texts, labels] */
      readonly labelSets: Uint8Array;
    };

/** The right answers of each row as names, in the order of the rows. */
export interface NamedAnswers {
  readonly kind: TextLabels['kind'];
  /** No name: a row without a class, or without labels. */
  readonly names: readonly (readonly string[])[];
}

const YES = new Set(['1', 'true', 'yes', 'y', 'x']);
const NO = new Set(['', '0', 'false', 'no', 'n']);

/** The name of the class of all values but one. */
export const otherThan = (value: string): string => `not ${value}`;

/**
 * Reads the names of classes or labels from the columns of a table.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (a cell of a label is neither yes nor no)
 */
export function readAnswers(table: Table, { columns, separator, against }: TextTarget): NamedAnswers {
  const cells = columns.map((name) => columnOf(table, name));
  const textAt = (column: number, row: number): string => cellText(table, cells[column]!, row);
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  if (columns.length > 1) {
    const isGiven = (column: number, row: number): boolean => {
      const text = textAt(column, row).toLowerCase();
      if (YES.has(text) || NO.has(text)) return YES.has(text);
      throw neitherYesNorNo(columns[column]!, rowName(table, row), textAt(column, row));
    };
    return { kind: 'labels', names: rows.map((row) => columns.filter((_, column) => isGiven(column, row))) };
  }
  if (separator !== null) return { kind: 'labels', names: rows.map((row) => partsOf(textAt(0, row), separator)) };
  return {
    kind: 'classes',
    names: rows.map((row) => {
      const text = textAt(0, row);
      if (text === '') return [];
      return [against === null || text === against ? text : otherThan(against)];
    }),
  };
}

/** The labels in a cell, each once. */
export const partsOf = (cell: string, separator: string): string[] => [
  ...new Set(
    cell
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
];

/** @throws LintelError INVALID_ARGUMENT */
export function columnOf({ columns }: Table, name: string): number {
  const at = columns.indexOf(name);
  if (at >= 0) return at;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The table has no column "${name}".`,
    expected: `one of ${columns.slice(0, 20).join(', ')}`,
    received: name,
    cure: 'Check the name; it is that of the first line of the file.',
  });
}

export const cellText = ({ cells }: Table, column: number, row: number): string =>
  String(cells[column]![row] ?? '').trim();

const neitherYesNorNo = (name: string, row: string, text: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The label "${name}" has neither yes nor no in ${row}.`,
    expected: '1 or 0, true or false, yes or no, or an empty cell for no',
    received: text,
    cure: 'Correct the cell, or name the column of one target only.',
  });
