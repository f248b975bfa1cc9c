/**
 * Whether a class occurs in the examples or in the answers; if not, it was not tested.
 * @param matrix counts, row: true class, column: predicted class; empty for examples with several labels, all of which
 *   count as tested
 */
export const classOccurs = (matrix: readonly (readonly number[])[], index: number): boolean =>
  matrix.length === 0 || matrix[index]!.some((count) => count > 0) || matrix.some((row) => row[index]! > 0);
