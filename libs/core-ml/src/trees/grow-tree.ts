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
  private readonly scratch: Int32Array;
  private readonly goesLeft = new Uint8Array(256);

  constructor(
    private readonly workspace: Workspace,
    private readonly team: ThreadTeam,
  ) {
    this.scratch = new Int32Array(workspace.rows);
  }

  /**
   * @param output whose gradients are fitted
   * @param rows the first rows of `order` are those of the tree
   */
  grow(output: number, rows: number): GrownTree {
    const { workspace } = this;
    const gradients = workspace.gradients.subarray(output * workspace.rows * 2, (output + 1) * workspace.rows * 2);
    const nodes: GrownNode[] = [terminal()];
    const root = { node: 0, from: 0, to: rows, depth: 0, low: -Infinity, high: Infinity, slot: 0, best: undefined };
    const leaves: GrownLeaf[] = [{ ...root, ...this.gather(gradients, 0, rows) }];
    this.findSplits(leaves[0]!, undefined);
    while (leaves.length < workspace.options.leaves) {
      let next = leaves[0]!;
      for (const leaf of leaves) if ((leaf.best?.gain ?? 0) > (next.best?.gain ?? 0)) next = leaf;
      if (next.best === undefined) break;
      this.split(next, next.best, nodes, leaves, gradients);
    }
    return { nodes, leaves };
  }

  private split(
    leaf: GrownLeaf,
    best: BestSplit,
    nodes: GrownNode[],
    leaves: GrownLeaf[],
    gradients: Float32Array,
  ): void {
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
    this.gather(gradients, small.from, small.to);
    this.findSplits(small, large);
  }

  /** Rows, depth and second derivatives for two leaves. */
  private canSplit({ from, to, depth, hessian }: GrownLeaf): boolean {
    const { minLeafRows, minLeafHessian, maxDepth = Infinity } = this.workspace.options;
    return to - from >= 2 * minLeafRows && depth < maxDepth && hessian >= 2 * minLeafHessian;
  }

  /** Copies the leaf's derivatives into its order. @returns their sums */
  private gather(gradients: Float32Array, from: number, to: number): { gradient: number; hessian: number } {
    const { order, leafGradients } = this.workspace;
    let gradient = 0;
    let hessian = 0;
    for (let at = from, pair = 0; at < to; at += 1, pair += 2) {
      const row = order[at]! * 2;
      const first = gradients[row]!;
      const second = gradients[row + 1]!;
      leafGradients[pair] = first;
      leafGradients[pair + 1] = second;
      gradient += first;
      hessian += second;
    }
    return { gradient, hessian };
  }

  /** Reorders the leaf's rows, those that go left first. @returns where those that go right begin */
  private partition({ from, to }: GrownLeaf, { column, bin, set, isMissingLeft }: BestSplit): number {
    const { workspace, scratch, goesLeft } = this;
    const { order, bins, sizes } = workspace;
    for (let at = 0; at < 256; at += 1) {
      goesLeft[at] = set === undefined ? Number(at <= bin) : (set[at >> 5]! >>> (at & 31)) & 1;
    }
    goesLeft[sizes[column]!] = Number(isMissingLeft);
    const offset = column * workspace.rows;
    let left = from;
    let right = 0;
    for (let at = from; at < to; at += 1) {
      const row = order[at]!;
      const isLeft = goesLeft[bins[offset + row]!]!;
      order[left] = row;
      scratch[right] = row;
      left += isLeft;
      right += 1 - isLeft;
    }
    order.set(scratch.subarray(0, right), left);
    return left;
  }

  private findSplits(small: GrownLeaf, large: GrownLeaf | undefined): void {
    const { workspace, team } = this;
    const columns = workspace.columns.length;
    this.describe(small, 0);
    if (large) this.describe(large, 1);
    const [isSmallSplit, isLargeSplit] = [this.canSplit(small), large !== undefined && this.canSplit(large)];
    const items = Math.ceil(columns / Math.max(1, columnsPerItem(columns)));
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
    const { found, foundSets, isUsed, isCategory, columns } = this.workspace;
    let best = -1;
    let bestGain = 0;
    for (let column = 0; column < columns.length; column += 1) {
      const gain = found[(column * 2 + side) * FOUND.size + FOUND.gain]!;
      if (isUsed[column] === 0 || gain <= bestGain) continue;
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

const terminal = (): GrownNode => ({
  column: -1,
  bin: 0,
  isMissingLeft: false,
  set: undefined,
  gain: 0,
  left: -1,
  right: -1,
});
