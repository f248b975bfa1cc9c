import { type MatrixEncoding, type TablePreprocessing } from '@lintel/contracts';
import { denseColumns, type DenseMatrix, encodeDense } from '../../tables/dense-encoding';
import { type FeatureMatrix, featureValues } from '../../tables/feature-matrix';
import { categoryCodes, type CategoryCodes, encodeMatrix, type UnseenCategory } from '../../tables/matrix-encoding';
import { checkDerived, type CompiledColumn, readInputs } from '../../tables/read-table';
import { type Table } from '../../tables/table';
import { type ColumnValues, type TypedTable } from '../../tables/typed-table';

/** Rows as the graph takes them, and as they were read. */
export interface EncodedRows {
  readonly rows: number;
  /** float32 [rows, width]: the graph's input. */
  readonly input: Float32Array;
  readonly width: number;
  readonly matrix: FeatureMatrix;
  /** Null if the graph takes the columns of the matrix. */
  readonly dense: DenseMatrix | null;
  /** The values of the columns of the matrix before they were encoded. */
  readonly typed: TypedTable;
  readonly unseen: readonly UnseenCategory[];
}

/** What the encoding of every table needs, computed once. */
export interface CompiledPreprocessing {
  readonly derived: readonly CompiledColumn[];
  readonly codes: CategoryCodes;
  /** Null if the graph takes the columns of the matrix. */
  readonly dense: DenseMatrix['columns'] | null;
  /** Positions of the columns of the matrix that the graph takes. */
  readonly taken: readonly number[];
}

/** @throws LintelError INVALID_CONFIGURATION (a derived column) */
export function compilePreprocessing({ schema, matrix, dense, columns }: TablePreprocessing): CompiledPreprocessing {
  const names = matrix.columns.map(({ name }) => name);
  return {
    derived: checkDerived(schema),
    codes: categoryCodes(matrix),
    dense: dense && denseColumns(matrix.columns, dense),
    taken: (columns ?? names).map((name) => names.indexOf(name)),
  };
}

/**
 * Turns the rows of a table into the input of a graph.
 * @param compiled of the preprocessing; pass it if many tables are encoded, such as single rows
 * @throws LintelError DATASET_INVALID (a column is missing, text where numbers were, an infinity)
 */
export function encodeRows(
  table: Table,
  preprocessing: TablePreprocessing,
  compiled: CompiledPreprocessing = compilePreprocessing(preprocessing),
): EncodedRows {
  const { schema, matrix: encoding, dense } = preprocessing;
  const typed = readInputs(table, schema, compiled.derived);
  const { matrix, unseen } = encodeMatrix(typed, encoding, compiled.codes);
  if (dense !== null) {
    const encoded = encodeDense(matrix, dense, compiled.dense!);
    return {
      ...{ rows: table.rows, matrix, dense: encoded, typed, unseen },
      input: encoded.values,
      width: encoded.columns.length,
    };
  }
  return {
    ...{ rows: table.rows, matrix, dense: null, typed, unseen },
    input: rowMajor(matrix, compiled.taken),
    width: compiled.taken.length,
  };
}

/** The number of values in one row of the graph's input. */
export function inputWidth({ matrix, dense, columns }: Omit<TablePreprocessing, 'schema' | 'kind'>): number {
  if (dense !== null) return dense.mean.length;
  return columns === null ? matrix.columns.length : columns.length;
}

function rowMajor(matrix: FeatureMatrix, columns: readonly number[]): Float32Array {
  const values = new Float32Array(matrix.rows * columns.length);
  columns.forEach((column, at) => {
    const source = featureValues(matrix, column);
    for (let row = 0; row < matrix.rows; row++) values[row * columns.length + at] = source[row]!;
  });
  return values;
}

/** A value as a person wrote it; null if missing. */
export function valueOf(
  typed: TypedTable,
  column: MatrixEncoding['columns'][number],
  row: number,
): string | number | null {
  const values: ColumnValues['values'] = typed.columns.get(column.name)!.values;
  const value = values[row] ?? null;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}
