import { type FeatureColumn } from '../tables/feature-matrix';
import { type TreeObjective } from './tree-options';

/** Bits of {@link TreeModel.flags}. */
export const MISSING_LEFT = 1;
export const IS_CATEGORY = 2;

/** Stands for infinity in a split of missing values from all others, since JSON and some readers know no infinity. */
export const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * Boosted trees as flat arrays with one entry for each node; the nodes of a tree follow each other and a parent comes
 * before its children. Tree t adds to output t % outputs. A row goes left in a split of
 * - a number if value <= threshold;
 * - a category if its code's bit is set;
 * - either if the value is missing and the flag MISSING_LEFT is set. A code outside the set's words counts as missing.
 */
export interface TreeModel {
  readonly columns: readonly FeatureColumn[];
  readonly objective: TreeObjective;
  /** The margin of each output before the first tree, float32 [outputs]. */
  readonly baseMargins: Float32Array;
  /** The first node of each tree, and the number of all nodes at the end: int32 [trees + 1]. */
  readonly roots: Int32Array;
  /** The column of a split; -1 for a leaf. */
  readonly feature: Int32Array;
  /** The threshold of a split of numbers, the value of a leaf, 0 for a split of categories. */
  readonly value: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly flags: Uint8Array;
  /** How many training rows came through the node. */
  readonly cover: Float32Array;
  /** Twice the training loss that the split saved; 0 for a leaf. */
  readonly gain: Float32Array;
  /** The first word of the set of a split of categories, and where the last set ends: int32 [nodes + 1]. */
  readonly setStarts: Int32Array;
  /** Sets of codes that go left, 32 codes a word. */
  readonly sets: Uint32Array;
}

export const outputsOf = (model: TreeModel): number => model.baseMargins.length;
export const treesOf = (model: TreeModel): number => model.roots.length - 1;

/** @returns the gain of all splits of each column, as shares that sum to 1 (0 for every column if nothing was split) */
export function columnImportance({ columns, feature, gain }: TreeModel): Float64Array {
  const sums = new Float64Array(columns.length);
  feature.forEach((column, node) => {
    if (column >= 0) sums[column]! += gain[node]!;
  });
  const total = sums.reduce((sum, value) => sum + value, 0);
  return total === 0 ? sums : sums.map((value) => value / total);
}
