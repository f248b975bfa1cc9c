import { type GrownTree } from './grow-tree';

/**
 * Adds a tree's answers to the margins of some binned rows.
 * @param values of the leaves, in the order of `tree.leaves`
 * @param bins uint8 [columns, rows]
 * @param sizes of the columns: the bin of missing values
 * @param margins float64 [rows]
 * @param chosen the rows to add to
 */
export function addGrownTree(
  { nodes, leaves }: GrownTree,
  values: readonly number[],
  bins: Uint8Array,
  sizes: Int32Array,
  margins: Float64Array,
  chosen: Int32Array,
): void {
  const rows = margins.length;
  const leafValues = new Float64Array(nodes.length);
  leaves.forEach(({ node }, index) => (leafValues[node] = values[index]!));
  for (const row of chosen) {
    let at = 0;
    for (let node = nodes[0]!; node.column >= 0; node = nodes[at]!) {
      const bin = bins[node.column * rows + row]!;
      const isLeft =
        bin === sizes[node.column]
          ? node.isMissingLeft
          : node.set === undefined
            ? bin <= node.bin
            : ((node.set[bin >> 5]! >>> (bin & 31)) & 1) === 1;
      at = isLeft ? node.left : node.right;
    }
    margins[row]! += leafValues[at]!;
  }
}
