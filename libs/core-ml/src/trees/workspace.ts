import { type ColumnBins } from './column-bins';
import { roundUp, SharedArrays, type SharedMemory } from './shared-memory';
import { type TreeOptions } from './tree-options';

/** What {@link Workspace.found} holds for each column and side. */
export const FOUND = { gain: 0, bin: 1, missingLeft: 2, gradient: 3, hessian: 4, rows: 5, size: 6 } as const;
/** 256 bins, one bit each. */
export const SET_WORDS = 8;
/** A leaf about to be split, as the threads see it; see {@link Workspace.leaf}. */
export const LEAF = { gradient: 0, hessian: 1, rows: 2, low: 3, high: 4, size: 5 } as const;
/** Rows whose gradients one thread computes at a time. */
export const GRADIENT_ROWS = 4096;

/** What all threads share while trees are grown. Memory is shared, so one message gives it to a thread. */
export interface Workspace {
  readonly memory: SharedMemory;
  readonly options: TreeOptions;
  readonly rows: number;
  /** Columns that have something to split on; their original index. */
  readonly columns: Int32Array;
  /** The bin of each value, uint8 [columns, rows]. */
  readonly bins: Uint8Array;
  /** Bins of each column without the bin of missing values, which is always there. */
  readonly sizes: Int32Array;
  /** The column's first bin in a histogram, length columns + 1. */
  readonly starts: Int32Array;
  readonly isCategory: Uint8Array;
  readonly monotone: Int8Array;
  /** The columns that the current tree may use, ascending. */
  readonly used: Int32Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array | undefined;
  /** float64 [outputs, rows] */
  readonly margins: Float64Array;
  /** float32 [outputs, rows, 2] */
  readonly gradients: Float32Array;
  /** Rows of the current tree; those of one leaf are next to each other. */
  readonly order: Int32Array;
  /** See {@link HistogramArrays}. */
  readonly spare: Int32Array;
  /** See {@link HistogramArrays}. */
  readonly goesLeft: Uint8Array;
  /** The derivatives of the leaf whose histogram is built, in the leaf's order, float32 [rows, 2]. */
  readonly leafGradients: Float32Array;
  /** Sums of first and second derivatives, float64 [leaves, all bins, 2]. */
  readonly sums: Float64Array;
  /** Numbers of rows, int32 [leaves, all bins]. */
  readonly counts: Int32Array;
  /** The best split of each column in the smaller (0) and the larger (1) leaf, float64 [columns, 2, FOUND.size]. */
  readonly found: Float64Array;
  /** The bins that go left in a split of categories, [columns, 2, SET_WORDS]. */
  readonly foundSets: Uint32Array;
  /** The smaller and the larger leaf, float64 [2, LEAF.size]. */
  readonly leaf: Float64Array;
}

export interface WorkspaceInput {
  readonly options: TreeOptions;
  readonly rows: number;
  readonly bins: readonly ColumnBins[];
  readonly isCategory: readonly boolean[];
  readonly monotone: readonly number[];
  readonly hasMissing: readonly boolean[];
  readonly outputs: number;
}

/** Allocates what training needs; bins, targets and weights are still to be written. */
export function createWorkspace(input: WorkspaceInput, hasWeights: boolean): Workspace {
  const { options, rows, bins, outputs } = input;
  const columns = Int32Array.from(
    [...bins.keys()].filter((column) => bins[column]!.size + (input.hasMissing[column] ? 1 : 0) > 1),
  );
  const of = <T>(list: readonly T[]): T[] => Array.from(columns, (column) => list[column]!);
  const all = columns.reduce((sum, column) => sum + bins[column]!.size + 1, 0);
  const arrays = new SharedArrays(sharedBytes(rows, columns.length, outputs, options.leaves * all));
  const take: SharedArrays['take'] = (type, length) => arrays.take(type, length);
  const sizes = take(Int32Array, columns.length);
  sizes.set(of(bins).map(({ size }) => size));
  const starts = take(Int32Array, columns.length + 1);
  sizes.forEach((size, column) => (starts[column + 1] = starts[column]! + size + 1));
  const isCategory = take(Uint8Array, columns.length);
  isCategory.set(of(input.isCategory).map(Number));
  const monotone = take(Int8Array, columns.length);
  monotone.set(of(input.monotone));
  return {
    memory: arrays.memory,
    options,
    rows,
    columns,
    sizes,
    starts,
    isCategory,
    monotone,
    bins: take(Uint8Array, columns.length * rows),
    used: take(Int32Array, Math.ceil(columns.length * options.columnShare)),
    targets: take(Float64Array, rows),
    weights: hasWeights ? take(Float64Array, rows) : undefined,
    margins: take(Float64Array, outputs * rows),
    gradients: take(Float32Array, outputs * rows * 2),
    order: take(Int32Array, rows),
    spare: take(Int32Array, rows),
    goesLeft: take(Uint8Array, 256),
    leafGradients: take(Float32Array, rows * 2),
    sums: take(Float64Array, options.leaves * all * 2),
    counts: take(Int32Array, options.leaves * all),
    found: take(Float64Array, columns.length * 2 * FOUND.size),
    foundSets: take(Uint32Array, columns.length * 2 * SET_WORDS),
    leaf: take(Float64Array, 2 * LEAF.size),
  };
}

/** At least what the arrays above take. */
function sharedBytes(rows: number, columns: number, outputs: number, histogramBins: number): number {
  const ofRow = columns + 8 + 8 + outputs * 16 + 4 + 4 + 8;
  const ofColumn = 4 + 4 + 1 + 1 + 4 + 2 * (FOUND.size * 8 + SET_WORDS * 4);
  const ofLeaf = 2 * LEAF.size * 8;
  const rounding = 256 + 32 * roundUp(1);
  return rows * ofRow + (columns + 1) * ofColumn + histogramBins * 20 + ofLeaf + rounding;
}
