import { findBestSplit } from './best-split';
import { createKernels, type HistogramKernels } from './histogram-kernels';
import { type Objective } from './objective';
import { MOST_ITEMS, type WorkOnItem } from './thread-team';
import { GRADIENT_ROWS, type Workspace } from './workspace';

/** What threads do for each other; an item is a column, or a block of them or of rows. */
export const COMMAND = { gradients: 0, split: 1 } as const;

export const columnsPerItem = (columns: number): number => Math.ceil(columns / MOST_ITEMS);
export const rowsPerItem = (rows: number): number => Math.max(GRADIENT_ROWS, Math.ceil(rows / MOST_ITEMS));

/** @returns the work on one item of a job; the job of `split` is {@link splitColumn}'s */
export function treeWork(workspace: Workspace, objective: Objective): WorkOnItem {
  const { rows, targets, weights, margins, gradients } = workspace;
  const kernels = createKernels(workspace, workspace.memory);
  return (command, item, job) => {
    if (command === COMMAND.gradients) {
      const block = rowsPerItem(rows);
      const from = item * block;
      objective.writeGradients({ values: targets, weights }, margins, from, Math.min(rows, from + block), gradients);
      return;
    }
    const block = columnsPerItem(workspace.columns.length);
    const end = Math.min(workspace.columns.length, (item + 1) * block);
    for (let column = item * block; column < end; column += 1) {
      if (workspace.isUsed[column] === 1) splitColumn(workspace, kernels, column, job);
    }
  };
}

/**
 * Builds the histogram of the smaller of two leaves, takes it from that of their parent to get the larger one's, and
 * finds the best split of each.
 * @param job from, to: the smaller leaf's rows in `order`; its slot among the histograms; the parent's slot, or -1 for
 * the root; whether each of the two is to be split (1 or 0)
 */
function splitColumn(workspace: Workspace, kernels: HistogramKernels, column: number, job: Int32Array): void {
  const { sums, counts, starts, rows } = workspace;
  const [from = 0, to = 0, slot = 0, parent = 0, isSmallSplit = 0, isLargeSplit = 0] = job;
  const all = starts[starts.length - 1]!;
  const offset = starts[column]!;
  const length = starts[column + 1]! - offset;
  const small = slot * all + offset;
  sums.fill(0, 2 * small, 2 * (small + length));
  counts.fill(0, small, small + length);
  kernels.addRows(column * rows, from, to, small);
  if (isSmallSplit === 1) findBestSplit(workspace, column, 0, small);
  if (parent < 0) return;
  const large = parent * all + offset;
  kernels.subtract(large, small, length);
  if (isLargeSplit === 1) findBestSplit(workspace, column, 1, large);
}
