import { LintelError } from '@lintel/contracts';

/** Columns of numbers, one after another: column c of row r is values[c * rows + r]; NaN is missing. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
  readonly values: Float32Array;
}

export interface FeatureColumn {
  readonly name: string;
  /** 0: a number; n: a category with codes 0..n-1 */
  readonly categories: number;
  /** The answer may only rise (1) or only fall (-1) with this number. Default: 0, no constraint. */
  readonly monotone?: -1 | 0 | 1;
}

/** Every code and the midpoint between two of them are exact in float32, and a split's set stays small. */
export const MOST_CATEGORIES = 65_536;

/**
 * Checks a matrix before training.
 * @param name of the matrix in messages, such as `training`
 * @throws LintelError DATASET_EMPTY, DATASET_INVALID or SHAPE_MISMATCH that names the column and the row
 */
export function checkFeatures(matrix: FeatureMatrix, name: string): void {
  const { rows, columns, values } = matrix;
  if (rows === 0 || columns.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: `The ${name} table has no ${rows === 0 ? 'rows' : 'columns'}.`,
      expected: 'at least one row and one column',
      received: `${rows} rows, ${columns.length} columns`,
      cure: 'Check the file and the columns that are left out.',
    });
  }
  if (values.length !== rows * columns.length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: `The ${name} table does not have one value for each row and column.`,
      expected: `${rows} × ${columns.length} = ${rows * columns.length} values`,
      received: `${values.length} values`,
      cure: 'Pass the columns one after another, with NaN for each missing value.',
    });
  }
  columns.forEach((column, index) => checkColumn(column, values.subarray(index * rows, (index + 1) * rows), name));
}

function checkColumn({ name, categories, monotone = 0 }: FeatureColumn, values: Float32Array, table: string): void {
  if (!Number.isInteger(categories) || categories < 0 || categories > MOST_CATEGORIES) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The number of categories of column “${name}” is invalid.`,
      expected: `0 for a number, or 1 to ${MOST_CATEGORIES} categories`,
      received: String(categories),
      cure: 'Correct the column schema.',
    });
  }
  if (categories > 0 && monotone !== 0) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: `Column “${name}” is a category, so the answer cannot rise or fall with it.`,
      expected: 'monotone constraints on numbers only',
      received: `monotone ${monotone} on ${categories} categories`,
      cure: 'Remove the constraint, or declare the column as a number.',
    });
  }
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    const isValid =
      categories === 0 ? Math.abs(value) !== Infinity : Number.isInteger(value) && value >= 0 && value < categories;
    if (isValid || Number.isNaN(value)) continue;
    throw new LintelError('DATASET_INVALID', {
      problem: `Column “${name}” of the ${table} table has an invalid value in row ${row}.`,
      expected:
        categories === 0
          ? 'a finite number, or NaN if missing'
          : `a whole code from 0 to ${categories - 1}, or NaN if missing`,
      received: String(value),
      cure: 'Correct the row, or mark the value as missing.',
    });
  }
}

/**
 * @param matrix whose columns must be those that the model was trained on
 * @throws LintelError SHAPE_MISMATCH
 */
export function checkColumns(columns: readonly FeatureColumn[], matrix: FeatureMatrix): void {
  const isSame =
    matrix.columns.length === columns.length &&
    columns.every(({ name, categories }, index) => {
      const other = matrix.columns[index]!;
      return other.name === name && other.categories === categories;
    });
  if (isSame && matrix.values.length === matrix.rows * columns.length) return;
  const describe = (list: readonly FeatureColumn[]): string =>
    list.map(({ name, categories }) => (categories === 0 ? name : `${name} (${categories} categories)`)).join(', ');
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The columns are not those that the model was trained on.',
    expected: describe(columns),
    received: isSame ? `${matrix.values.length} values for ${matrix.rows} rows` : describe(matrix.columns),
    cure: 'Pass the columns of the training table in the same order.',
  });
}

/** The values of one column, without copying. */
export function featureValues(matrix: FeatureMatrix, column: number): Float32Array {
  return matrix.values.subarray(column * matrix.rows, (column + 1) * matrix.rows);
}

/** Some rows of a matrix, in the order of `rows`. */
export function takeMatrixRows(matrix: FeatureMatrix, rows: ArrayLike<number>): FeatureMatrix {
  const values = new Float32Array(matrix.columns.length * rows.length);
  matrix.columns.forEach((_, column) => {
    const from = featureValues(matrix, column);
    for (let at = 0; at < rows.length; at++) values[column * rows.length + at] = from[rows[at]!]!;
  });
  return { rows: rows.length, columns: matrix.columns, values };
}
