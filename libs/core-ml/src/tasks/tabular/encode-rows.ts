import { type MatrixEncoding, type TablePreprocessing } from '@lintel/contracts';
import { type DenseMatrix, encodeDense } from '../../tables/dense-encoding';
import { type FeatureMatrix, featureValues } from '../../tables/feature-matrix';
import { encodeMatrix, type UnseenCategory } from '../../tables/matrix-encoding';
import { readInputs } from '../../tables/read-table';
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

/**
 * Turns the rows of a table into the input of a graph.
 * @throws LintelError DATASET_INVALID (a column is missing, text where numbers were, an infinity)
 */
export function encodeRows(
  table: Table,
  { schema, matrix: encoding, dense, columns }: TablePreprocessing,
): EncodedRows {
  const typed = readInputs(table, schema);
  const { matrix, unseen } = encodeMatrix(typed, encoding);
  if (dense !== null) {
    const encoded = encodeDense(matrix, dense);
    return {
      ...{ rows: table.rows, matrix, dense: encoded, typed, unseen },
      input: encoded.values,
      width: encoded.columns.length,
    };
  }
  const names = columns ?? encoding.columns.map(({ name }) => name);
  return {
    ...{ rows: table.rows, matrix, dense: null, typed, unseen },
    input: rowMajor(matrix, names),
    width: names.length,
  };
}

/** The number of values in one row of the graph's input. */
export function inputWidth({ matrix, dense, columns }: Omit<TablePreprocessing, 'schema' | 'kind'>): number {
  if (dense !== null) return dense.mean.length;
  return columns === null ? matrix.columns.length : columns.length;
}

function rowMajor(matrix: FeatureMatrix, names: readonly string[]): Float32Array {
  const values = new Float32Array(matrix.rows * names.length);
  names.forEach((name, at) => {
    const source = featureValues(
      matrix,
      matrix.columns.findIndex((column) => column.name === name),
    );
    for (let row = 0; row < matrix.rows; row++) values[row * names.length + at] = source[row]!;
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
