import { type FeatureColumn } from '../tables/feature-matrix';
import { type ColumnBins } from './column-bins';
import { type GrownTree } from './grow-tree';
import { IS_CATEGORY, LARGEST_FLOAT32, MISSING_LEFT, type TreeModel } from './tree-model';

interface ModelNode {
  readonly feature: number;
  readonly value: number;
  readonly left: number;
  readonly right: number;
  readonly flags: number;
  readonly cover: number;
  readonly gain: number;
  readonly set: readonly number[];
}

/** Turns trees in terms of bins into trees in terms of values, and joins them. */
export class TreeModelBuilder {
  private readonly trees: (readonly ModelNode[])[] = [];

  /**
   * @param splitColumns the original index of each column that trees may split on
   * @param bins of those columns
   */
  constructor(
    private readonly splitColumns: Int32Array,
    private readonly bins: readonly ColumnBins[],
  ) {}

  /** @param values of the leaves, in the order of `leaves` */
  add({ nodes, leaves }: GrownTree, values: readonly number[]): void {
    const covers = new Float64Array(nodes.length);
    const leafValues = new Float64Array(nodes.length);
    leaves.forEach(({ node, from, to }, index) => {
      covers[node] = to - from;
      leafValues[node] = values[index]!;
    });
    for (let node = nodes.length - 1; node >= 0; node -= 1) {
      const { column, left, right } = nodes[node]!;
      if (column >= 0) covers[node] = covers[left]! + covers[right]!;
    }
    this.trees.push(
      nodes.map(({ column, bin, set, isMissingLeft, gain, left, right }, node) => {
        const cover = covers[node]!;
        if (column < 0) return { ...LEAF_NODE, value: leafValues[node]!, cover };
        const { upper, codes, size } = this.bins[column]!;
        const flags = (isMissingLeft ? MISSING_LEFT : 0) | (set === undefined ? 0 : IS_CATEGORY);
        return {
          feature: this.splitColumns[column]!,
          value: set === undefined ? (upper[bin] ?? LARGEST_FLOAT32) : 0,
          left,
          right,
          flags,
          cover,
          gain,
          set: set === undefined ? [] : codeSet(set, codes.subarray(0, size), isMissingLeft),
        };
      }),
    );
  }

  /** @param trees how many of the trees to keep */
  build(
    columns: readonly FeatureColumn[],
    objective: TreeModel['objective'],
    baseMargins: Float32Array,
    trees = this.trees.length,
  ): TreeModel {
    const kept = this.trees.slice(0, trees);
    const roots = new Int32Array(kept.length + 1);
    kept.forEach((nodes, tree) => (roots[tree + 1] = roots[tree]! + nodes.length));
    const nodes = kept.flatMap((tree, index) =>
      tree.map((node) =>
        node.feature < 0 ? node : { ...node, left: node.left + roots[index]!, right: node.right + roots[index]! },
      ),
    );
    const setStarts = new Int32Array(nodes.length + 1);
    nodes.forEach(({ set }, node) => (setStarts[node + 1] = setStarts[node]! + set.length));
    return {
      columns,
      objective,
      baseMargins,
      roots,
      feature: Int32Array.from(nodes, ({ feature }) => feature),
      value: Float32Array.from(nodes, ({ value }) => value),
      left: Int32Array.from(nodes, ({ left }) => left),
      right: Int32Array.from(nodes, ({ right }) => right),
      flags: Uint8Array.from(nodes, ({ flags }) => flags),
      cover: Float32Array.from(nodes, ({ cover }) => cover),
      gain: Float32Array.from(nodes, ({ gain }) => gain),
      setStarts,
      sets: Uint32Array.from(nodes.flatMap(({ set }) => set)),
    };
  }
}

const LEAF_NODE = { feature: -1, left: -1, right: -1, flags: 0, gain: 0, set: [] } as const;

/** The codes that go left, as bits; codes that training did not see go where missing values go. */
function codeSet(bins: Uint32Array, codes: Int32Array, isMissingLeft: boolean): number[] {
  const words = new Array<number>(((codes.at(-1) ?? -1) >> 5) + 1).fill(isMissingLeft ? 0xffffffff : 0);
  codes.forEach((code, bin) => {
    const bit = 1 << (code & 31);
    const isLeft = ((bins[bin >> 5]! >>> (bin & 31)) & 1) === 1;
    words[code >> 5] = (isLeft ? words[code >> 5]! | bit : words[code >> 5]! & ~bit) >>> 0;
  });
  return words;
}
