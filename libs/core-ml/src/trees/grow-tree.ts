import { type HistogramKernels, LEFT } from './histogram-kernels';
import { leafValue } from './leaf-value';
import { type ThreadTeam } from './thread-team';
import { COMMAND, columnsPerItem } from './tree-work';
import { FOUND, LEAF, SET_WORDS, type Workspace } from './workspace';

/** A split in terms of bins, or a leaf if `column` is -1. Children are named by their place in the tree. */
export interface GrownNode {
  readonly column: number;
  readonly bin: number;
  readonly isMissingLeft: boolean;
  /** Of a split of categories: the bins that go left. */
  readonly set: Uint32Array | undefined;
  readonly gain: number;
  left: number;
  right: number;
}

/** A leaf while the tree grows. Its rows stand at from..to-1 of the workspace's order. */
export interface GrownLeaf {
  node: number;
  from: number;
  to: number;
  depth: number;
  gradient: number;
  hessian: number;
  low: number;
  high: number;
  /** Of its histogram. */
  slot: number;
  best: BestSplit | undefined;
}

interface BestSplit {
  readonly column: number;
  readonly gain: number;
  readonly bin: number;
  readonly isMissingLeft: boolean;
  readonly gradient: number;
  readonly hessian: number;
  readonly set: Uint32Array | undefined;
}

export interface GrownTree {
  readonly nodes: readonly GrownNode[];
  readonly leaves: readonly GrownLeaf[];
}

/** Grows trees leaf by leaf: the leaf whose split saves most is split next (Shi 2007; Ke et al. 2017). */
export class TreeGrower {
  constructor(
    private readonly workspace: Workspace,
    private readonly team: ThreadTeam,
    private readonly kernels: HistogramKernels,
  ) {}

  /**
   * @param output whose gradients are fitted
   * @param rows the first rows of `order` are those of the tree
   */
  grow(output: number, rows: number): GrownTree {
    const { workspace, kernels } = this;
    kernels.gather(0, rows, output);
    const nodes: GrownNode[] = [terminal()];
    const root = { node: 0, from: 0, to: rows, depth: 0, low: -Infinity, high: Infinity, slot: 0, best: undefined };
    const leaves: GrownLeaf[] = [{ ...root, ...sumPairs(workspace.leafGradients, rows) }];
    this.findSplits(leaves[0]!, undefined);
    while (leaves.length < workspace.options.leaves) {
      let next = leaves[0]!;
      for (const leaf of leaves) if ((leaf.best?.gain ?? 0) > (next.best?.gain ?? 0)) next = leaf;
      if (next.best === undefined) break;
      this.split(next, next.best, nodes, leaves, output);
    }
    return { nodes, leaves };
  }

  private split(leaf: GrownLeaf, best: BestSplit, nodes: GrownNode[], leaves: GrownLeaf[], output: number): void {
    const { options, monotone } = this.workspace;
    const middle = this.partition(leaf, best);
    const { column, bin, isMissingLeft, set, gain } = best;
    nodes[leaf.node] = { column, bin, isMissingLeft, set, gain, left: nodes.length, right: nodes.length + 1 };
    nodes.push(terminal(), terminal());
    const depth = leaf.depth + 1;
    const sums = { gradient: leaf.gradient - best.gradient, hessian: leaf.hessian - best.hessian };
    const right: GrownLeaf = { ...leaf, ...sums, node: nodes.length - 1, from: middle, depth, best: undefined };
    const { to, slot } = leaf;
    Object.assign(leaf, { node: nodes.length - 2, to: middle, depth, best: undefined });
    Object.assign(leaf, { gradient: best.gradient, hessian: best.hessian });
    const direction = monotone[column]!;
    if (direction !== 0) {
      const rule = (one: GrownLeaf) => ({ l1: options.l1, l2: options.l2, low: one.low, high: one.high });
      const values = [leaf, right].map((one) => leafValue(one.gradient, one.hessian, rule(one)));
      const border = (values[0]! + values[1]!) / 2;
      const [lower, upper] = direction > 0 ? [leaf, right] : [right, leaf];
      lower.high = border;
      upper.low = border;
    }
    leaves.push(right);
    const [small, large] = middle - leaf.from <= to - middle ? [leaf, right] : [right, leaf];
    small.slot = leaves.length - 1;
    large.slot = slot;
    const isLast = leaves.length === options.leaves;
    if (isLast || (!this.canSplit(small) && !this.canSplit(large))) return;
    this.kernels.gather(small.from, small.to, output);
    this.findSplits(small, large);
  }

  /** Rows, depth and second derivatives for two leaves. */
  private canSplit({ from, to, depth, hessian }: GrownLeaf): boolean {
    const { minLeafRows, minLeafHessian, maxDepth = Infinity } = this.workspace.options;
    return to - from >= 2 * minLeafRows && depth < maxDepth && hessian >= 2 * minLeafHessian;
  }

  /** Reorders the leaf's rows, those that go left first. @returns where those that go right begin */
  private partition({ from, to }: GrownLeaf, { column, bin, set, isMissingLeft }: BestSplit): number {
    const { goesLeft, sizes, rows } = this.workspace;
    const missing = sizes[column]!;
    for (let at = 0; at < missing; at += 1) {
      const isLeft = set === undefined ? at <= bin : ((set[at >> 5]! >>> (at & 31)) & 1) === 1;
      goesLeft[at] = isLeft ? LEFT : 0;
    }
    goesLeft[missing] = isMissingLeft ? LEFT : 0;
    return this.kernels.partition(from, to, column * rows);
  }

  private findSplits(small: GrownLeaf, large: GrownLeaf | undefined): void {
    const { workspace, team } = this;
    const columns = workspace.used.length;
    this.describe(small, 0);
    if (large) this.describe(large, 1);
    const [isSmallSplit, isLargeSplit] = [this.canSplit(small), large !== undefined && this.canSplit(large)];
    const items = Math.ceil(columns / Math.max(2, columnsPerItem(columns)));
    const job = [small.from, small.to, small.slot, large?.slot ?? -1, Number(isSmallSplit), Number(isLargeSplit)];
    team.run(COMMAND.split, items, ...job);
    if (isSmallSplit) small.best = this.bestOf(0);
    if (large && isLargeSplit) large.best = this.bestOf(1);
  }

  private describe(leaf: GrownLeaf, side: 0 | 1): void {
    const base = side * LEAF.size;
    const values = this.workspace.leaf;
    values[base + LEAF.gradient] = leaf.gradient;
    values[base + LEAF.hessian] = leaf.hessian;
    values[base + LEAF.rows] = leaf.to - leaf.from;
    values[base + LEAF.low] = leaf.low;
    values[base + LEAF.high] = leaf.high;
  }

  /** The best of all columns; the first of them where several are as good. */
  private bestOf(side: 0 | 1): BestSplit | undefined {
    const { found, foundSets, used, isCategory } = this.workspace;
    let best = -1;
    let bestGain = 0;
    for (const column of used) {
      const gain = found[(column * 2 + side) * FOUND.size + FOUND.gain]!;
      if (gain <= bestGain) continue;
      best = column;
      bestGain = gain;
    }
    if (best < 0) return undefined;
    const at = (best * 2 + side) * FOUND.size;
    const sets = (best * 2 + side) * SET_WORDS;
    return {
      column: best,
      gain: bestGain,
      bin: found[at + FOUND.bin]!,
      isMissingLeft: found[at + FOUND.missingLeft] === 1,
      gradient: found[at + FOUND.gradient]!,
      hessian: found[at + FOUND.hessian]!,
      set: isCategory[best] === 1 ? foundSets.slice(sets, sets + SET_WORDS) : undefined,
    };
  }
}

function sumPairs(pairs: Float32Array, count: number): { gradient: number; hessian: number } {
  let gradient = 0;
  let hessian = 0;
  for (let pair = 0; pair < 2 * count; pair += 2) {
    gradient += pairs[pair]!;
    hessian += pairs[pair + 1]!;
  }
  return { gradient, hessian };
}

const terminal = (): GrownNode => ({
  column: -1,
  bin: 0,
  isMissingLeft: false,
  set: undefined,
  gain: 0,
  left: -1,
  right: -1,
});
