import { createRandom, type Random } from '@lintel/contracts';
import { type FeatureColumn, type FeatureMatrix } from '../../tables/feature-matrix';

/** A matrix of numbers in steps of 1/8 and of codes, some of them missing. */
export function randomMatrix(
  rows: number,
  categories: readonly number[],
  seed: number,
  { missing = 0.1, steps = 60 }: { readonly missing?: number; readonly steps?: number } = {},
): FeatureMatrix {
  const random = createRandom(seed, 'matrix');
  const columns = categories.map((count, index): FeatureColumn => ({ name: `column-${index}`, categories: count }));
  const cell = (count: number): number =>
    random.next() < missing ? NaN : count > 0 ? random.int(count) : (random.int(steps) - steps / 2) / 8;
  const values = columns.flatMap(({ categories: count }) => Array.from({ length: rows }, () => cell(count)));
  return { rows, columns, values: Float32Array.from(values) };
}

export const cellOf = ({ values, rows }: FeatureMatrix, row: number, column: number): number =>
  values[column * rows + row]!;

/** Targets that depend on every column, with noise. */
export function noisyTargets(matrix: FeatureMatrix, seed: number): number[] {
  const random = createRandom(seed, 'targets');
  return Array.from({ length: matrix.rows }, (_, row) =>
    matrix.columns.reduce((sum, { categories }, column) => {
      const value = cellOf(matrix, row, column);
      if (Number.isNaN(value)) return sum + 0.5;
      return sum + (categories > 0 ? (value % 3) - 1 : Math.sin(value + column));
    }, random.normal() / 2),
  );
}

/** One column of numbers. */
export const columnOf = (values: readonly number[], monotone: -1 | 0 | 1 = 0): FeatureMatrix => ({
  rows: values.length,
  columns: [{ name: 'x', categories: 0, monotone }],
  values: Float32Array.from(values),
});

export const coin = (random: Random, share: number): number => (random.next() < share ? 1 : 0);
