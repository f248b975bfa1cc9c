/**
 * Solves A x = b by Cholesky's decomposition, for a small symmetric positive definite A.
 * @param matrix float64 [size, size]; its lower triangle is replaced by the decomposition
 * @param values float64 [size]: b, replaced by x
 */
export function solvePositive(matrix: Float64Array, values: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k]! * matrix[column * size + k]!;
      matrix[row * size + column] = row === column ? Math.sqrt(sum) : sum / matrix[column * size + column]!;
    }
  }
  for (let row = 0; row < size; row++) {
    let sum = values[row]!;
    for (let k = 0; k < row; k++) sum -= matrix[row * size + k]! * values[k]!;
    values[row] = sum / matrix[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = values[row]!;
    for (let k = row + 1; k < size; k++) sum -= matrix[k * size + row]! * values[k]!;
    values[row] = sum / matrix[row * size + row]!;
  }
}
