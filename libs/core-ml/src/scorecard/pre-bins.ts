import { sumOf, type Counted } from './counted-values';

/** A run of values `[from, to)` that are never separated. */
interface Leaf extends Counted {
  readonly from: number;
  readonly to: number;
}

interface Cut {
  readonly left: Leaf;
  readonly right: Leaf;
  readonly gain: number;
}

/**
 * Divides ordered values into many small bins, from which the optimal ones are merged: a decision tree on Gini impurity
 * that always takes the split with the largest gain next (Breiman, Friedman, Olshen & Stone 1984).
 * @param counts by ascending value
 * @param leastRows of a bin
 * @returns for each bin after the first the index of its first value, ascending; every bin has rows with and without
 *   the event
 */
export function preBins(counts: readonly Counted[], mostBins: number, leastRows: number): number[] {
  const leaves: Leaf[] = [leafOf(counts, 0, counts.length)];
  const cuts = new Map(leaves.map((leaf) => [leaf, bestCut(counts, leaf, leastRows)]));
  while (leaves.length < mostBins) {
    const open = leaves.filter((leaf) => cuts.get(leaf) !== undefined);
    if (open.length === 0) break;
    const leaf = open.reduce((best, one) => (cuts.get(one)!.gain > cuts.get(best)!.gain ? one : best));
    const { left, right } = cuts.get(leaf)!;
    leaves.splice(leaves.indexOf(leaf), 1, left, right);
    for (const half of [left, right]) cuts.set(half, bestCut(counts, half, leastRows));
  }
  return withBothKinds(leaves)
    .slice(1)
    .map(({ from }) => from);
}

function leafOf(counts: readonly Counted[], from: number, to: number): Leaf {
  return { from, to, ...sumOf(counts.slice(from, to)) };
}

/** Gini impurity times the number of rows. */
const impurity = ({ rows, events }: Counted): number => (rows === 0 ? 0 : (2 * events * (rows - events)) / rows);

function bestCut(counts: readonly Counted[], leaf: Leaf, leastRows: number): Cut | undefined {
  let best: Cut | undefined;
  let rows = 0;
  let events = 0;
  for (let at = leaf.from; at < leaf.to - 1; at++) {
    rows += counts[at]!.rows;
    events += counts[at]!.events;
    if (rows < leastRows || leaf.rows - rows < leastRows) continue;
    const left = { from: leaf.from, to: at + 1, rows, events };
    const right = { from: at + 1, to: leaf.to, rows: leaf.rows - rows, events: leaf.events - events };
    const gain = impurity(leaf) - impurity(left) - impurity(right);
    if (gain > 1e-12 && (!best || gain > best.gain)) best = { left, right, gain };
  }
  return best;
}

/** Merges a bin whose rows all have the event, or all lack it, with the bin after it. */
function withBothKinds(leaves: readonly Leaf[]): Leaf[] {
  const merged: Leaf[] = [];
  for (const leaf of leaves) {
    const last = merged.at(-1);
    const isPure = (one: Leaf): boolean => one.events === 0 || one.events === one.rows;
    if (last && (isPure(last) || (isPure(leaf) && leaf === leaves.at(-1)))) {
      merged[merged.length - 1] = {
        from: last.from,
        to: leaf.to,
        rows: last.rows + leaf.rows,
        events: last.events + leaf.events,
      };
    } else merged.push(leaf);
  }
  return merged;
}
