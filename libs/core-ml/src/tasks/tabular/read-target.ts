import { LintelError, type TableSchema } from '@lintel/contracts';
import { textOf } from '../../tables/read-cell';
import { readNamed } from '../../tables/read-table';
import { rowName, type Table } from '../../tables/table';

export interface ClassTarget {
  readonly kind: 'classes';
  /** In order of their codes; numbers ascending, other names by text. For two classes the second is the positive one. */
  readonly classNames: readonly string[];
  /** int32 [rows]: the code of each row. */
  readonly labels: Int32Array;
}

export interface ValueTarget {
  readonly kind: 'values';
  /** float64 [rows], finite. */
  readonly values: Float64Array;
}

export interface ReadClassTargetOptions {
  /** The class whose probability is predicted, of two. It becomes the second class. */
  readonly positive?: string;
  /** The classes of a trained model, in its order; others are refused. */
  readonly classNames?: readonly string[];
}

/** A target of numbers with more different values than this is a quantity, not a class. */
const MOST_CLASSES = 20;

/** Whether a target is a class or a value, from its values: numbers with many different values are a value. */
export function targetKind(table: Table, schema: TableSchema): 'classes' | 'values' {
  const name = targetName(schema);
  const kind = schema.columns.find((column) => column.name === name)?.kind ?? 'number';
  if (kind !== 'number') return 'classes';
  const { values } = readNamed(table, schema, [name]).columns.get(name)!;
  const distinct = new Set((values as Float64Array).filter((value) => !Number.isNaN(value)));
  return distinct.size > MOST_CLASSES || [...distinct].some((value) => !Number.isInteger(value)) ? 'values' : 'classes';
}

/**
 * Reads the target as classes.
 * @throws LintelError DATASET_INVALID (a missing target, one class only, an unknown class), INVALID_ARGUMENT (the
 *   positive class does not occur)
 */
export function readClassTarget(table: Table, schema: TableSchema, options: ReadClassTargetOptions = {}): ClassTarget {
  const name = targetName(schema);
  const texts = targetTexts(table, schema, name);
  const classNames = options.classNames ?? classesOf(texts, options.positive, name);
  const codes = new Map(classNames.map((className, code) => [className, code]));
  const labels = Int32Array.from(texts, (text, row) => {
    const code = codes.get(text);
    if (code === undefined) throw unknownClass(name, rowName(table, row), text, classNames);
    return code;
  });
  return { kind: 'classes', classNames, labels };
}

/**
 * Reads the target as numbers.
 * @throws LintelError DATASET_INVALID (a missing target, text, one value only)
 */
export function readValueTarget(table: Table, schema: TableSchema): ValueTarget {
  const name = targetName(schema);
  const column = readNamed(table, schema, [name]).columns.get(name)!;
  const values = column.values as Float64Array;
  if (column.kind === 'category' || column.kind === 'time') {
    throw new LintelError('DATASET_INVALID', {
      problem: `The target "${name}" is not a number, so its value cannot be predicted.`,
      expected: 'a column of numbers',
      received: `a column of kind ${column.kind}`,
      cure: 'Choose another target, or predict classes.',
    });
  }
  const missing = values.findIndex(Number.isNaN);
  if (missing >= 0) throw missingTarget(name, rowName(table, missing));
  if (new Set(values).size < 2) throw oneClass(name, String(values[0]), 'value');
  return { kind: 'values', values };
}

/** The rows whose target is known. Rows without one can be predicted, but neither train nor test a model. */
export function rowsWithTarget(table: Table, schema: TableSchema): Int32Array {
  const name = targetName(schema);
  const { values } = readNamed(table, schema, [name]).columns.get(name)!;
  return Int32Array.from([...values.keys()].filter((row) => values[row] !== null && !Number.isNaN(values[row])));
}

function targetName({ target, columns }: TableSchema): string {
  if (target !== null) return target;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The table has no target.',
    expected: `one of ${columns.map(({ name }) => name).join(', ')}`,
    received: 'none',
    cure: 'Name the column to predict.',
  });
}

function targetTexts(table: Table, schema: TableSchema, name: string): string[] {
  const column = readNamed(table, schema, [name]).columns.get(name)!;
  const described = schema.columns.find((one) => one.name === name);
  return Array.from<string | number | null, string>(column.values, (value, row) => {
    if (value === null || Number.isNaN(value)) throw missingTarget(name, rowName(table, row));
    if (described?.kind === 'boolean') return value === 1 ? described.yes : described.no;
    return textOf(value);
  });
}

function classesOf(texts: readonly string[], positive: string | undefined, name: string): string[] {
  const distinct = [...new Set(texts)];
  const isNumeric = distinct.every((text) => Number.isFinite(Number(text)));
  const ordered = distinct.sort((a, b) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  if (ordered.length < 2) throw oneClass(name, ordered[0]!, 'class');
  if (positive === undefined) return ordered;
  if (!ordered.includes(positive)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The target "${name}" never has the value "${positive}".`,
      expected: `one of ${ordered.slice(0, 20).join(', ')}`,
      received: positive,
      cure: 'Name one of these as the positive class.',
    });
  }
  return [...ordered.filter((text) => text !== positive), positive];
}

const missingTarget = (name: string, row: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The target "${name}" has no value in ${row}.`,
    expected: 'a value in every row',
    received: 'an empty cell',
    cure: 'Fill it in, or leave out the rows without a target.',
  });

const oneClass = (name: string, value: string, what: 'class' | 'value'): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The target "${name}" has the same ${what} in every row, so there is nothing to learn.`,
    expected: `at least two ${what === 'class' ? 'classes' : 'values'}`,
    received: `only "${value}"`,
    cure: 'Add rows of another kind, or choose another target.',
  });

const unknownClass = (name: string, row: string, text: string, classNames: readonly string[]): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `The target "${name}" has a class in ${row} that the model does not know.`,
    expected: `one of ${classNames.join(', ')}`,
    received: text,
    cure: 'Correct the value, or train a model with this class.',
  });
