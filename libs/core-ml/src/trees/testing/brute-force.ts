import { type FeatureMatrix } from '../../tables/feature-matrix';
import { cellOf } from './random-rows';

export interface SplitCase {
  readonly matrix: FeatureMatrix;
  readonly gradients: readonly number[];
  readonly hessians: readonly number[];
  readonly l1: number;
  readonly l2: number;
  readonly minLeafRows: number;
}

/** The best gain of any split of all rows: every threshold, every set of categories, missing values on either side. */
export function bestGain(split: SplitCase): number {
  const { matrix } = split;
  const rows = Array.from({ length: matrix.rows }, (_, row) => row);
  let best = 0;
  matrix.columns.forEach((_, column) => {
    const value = (row: number): number => cellOf(matrix, row, column);
    const known = [...new Set(rows.map(value).filter((x) => !Number.isNaN(x)))].sort((one, other) => one - other);
    const sides =
      matrix.columns[column]!.categories > 0
        ? Array.from({ length: 2 ** known.length }, (_, set) => (x: number) => ((set >> known.indexOf(x)) & 1) === 1)
        : known.map((threshold) => (x: number) => x <= threshold);
    for (const side of sides) {
      for (const missing of [true, false]) {
        const isLeft = (row: number): boolean => (Number.isNaN(value(row)) ? missing : side(value(row)));
        const left = rows.filter(isLeft);
        const right = rows.filter((row) => !isLeft(row));
        if (Math.min(left.length, right.length) < split.minLeafRows) continue;
        best = Math.max(best, saved(split, left) + saved(split, right) - saved(split, rows));
      }
    }
  });
  return best;
}

/** Twice the loss that a leaf of these rows saves (Chen and Guestrin 2016, equation 6, with l1). */
function saved({ gradients, hessians, l1, l2 }: SplitCase, rows: readonly number[]): number {
  const gradient = rows.reduce((sum, row) => sum + gradients[row]!, 0);
  const hessian = rows.reduce((sum, row) => sum + hessians[row]!, 0);
  return Math.max(0, Math.abs(gradient) - l1) ** 2 / (hessian + l2);
}
