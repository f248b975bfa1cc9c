import { type FeatureMatrix } from '../trees/feature-matrix';

export { type FeatureColumn, type FeatureMatrix } from '../trees/feature-matrix';

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
