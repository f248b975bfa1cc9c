import { findBestSplit } from './best-split';
import { type HistogramKernels } from './histogram-kernels';
import { type Objective } from './objective';
import { MOST_ITEMS, type WorkOnItem } from './thread-team';
import { GRADIENT_ROWS, type Workspace } from './workspace';

/** What threads do for each other; an item is a column, or a block of them or of rows. */
export const COMMAND = { gradients: 0, split: 1 } as const;

/** An even number, since two columns share a pass over the rows. */
export const columnsPerItem = (columns: number): number => 2 * Math.ceil(columns / 2 / MOST_ITEMS);
export const rowsPerItem = (rows: number): number => Math.max(GRADIENT_ROWS, Math.ceil(rows / MOST_ITEMS));

/** @returns the work on one item of a job; the job of `split` is {@link splitColumns}'s */
export function treeWork(workspace: Workspace, objective: Objective, kernels: HistogramKernels): WorkOnItem {
  const { rows, targets, weights, margins, gradients } = workspace;
  return (command, item, job) => {
    if (command === COMMAND.gradients) {
      const block = rowsPerItem(rows);
      const from = item * block;
      objective.writeGradients({ values: targets, weights }, margins, from, Math.min(rows, from + block), gradients);
      return;
    }
    const { used } = workspace;
    const block = columnsPerItem(used.length);
    const end = Math.min(used.length, (item + 1) * block);
    for (let at = item * block; at < end; at += 2) splitColumns(workspace, kernels, at, job);
  };
}

/**
 * Builds the histogram of the smaller of two leaves, takes it from that of their parent to get the larger one's, and
 * finds the best split of each.
 * @param at two columns: used[at] and the next
 * @param job from, to: the smaller leaf's rows in `order`; its slot among the histograms; the parent's slot, or -1 for
 * the root; whether each of the two is to be split (1 or 0)
 */
function splitColumns(workspace: Workspace, kernels: HistogramKernels, at: number, job: Int32Array): void {
  const { starts, used, rows } = workspace;
  const [from, to] = [job[0]!, job[1]!];
  const slot = job[2]! * starts[starts.length - 1]!;
  const [one, other] = [used[at]!, used[at + 1]];
  kernels.clear(slot + starts[one]!, starts[one + 1]! - starts[one]!);
  if (other === undefined) kernels.addRows(from, to, one * rows, slot + starts[one]!);
  else {
    kernels.clear(slot + starts[other]!, starts[other + 1]! - starts[other]!);
    kernels.addRowsToTwo(from, to, one * rows, slot + starts[one]!, other * rows, slot + starts[other]!);
    splitColumn(workspace, kernels, other, job);
  }
  splitColumn(workspace, kernels, one, job);
}

function splitColumn(workspace: Workspace, kernels: HistogramKernels, column: number, job: Int32Array): void {
  const { starts } = workspace;
  const [slot, parent, isSmallSplit, isLargeSplit] = [job[2]!, job[3]!, job[4]!, job[5]!];
  const all = starts[starts.length - 1]!;
  const small = slot * all + starts[column]!;
  if (isSmallSplit === 1) findBestSplit(workspace, column, 0, small);
  if (parent < 0) return;
  const large = parent * all + starts[column]!;
  kernels.subtract(large, small, starts[column + 1]! - starts[column]!);
  if (isLargeSplit === 1) findBestSplit(workspace, column, 1, large);
}
