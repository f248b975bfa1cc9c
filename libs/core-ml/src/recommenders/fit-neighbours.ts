import { smallBase } from './fit-popularity';
import { type Interactions, userCount } from './interactions';
import { type ItemWeights } from './item-weights';

export interface NeighbourOptions {
  /** In [0, 1]: how much the popularity of the item in the history counts in the cosine, against that of the other. */
  readonly alpha: number;
  /** How much what comes next in a history counts beside what occurs in the same history; 0: not at all. */
  readonly next: number;
  /** Neighbours kept of each item. */
  readonly width: number;
}

/** Up to this many items all pairs are kept. */
const MOST_DENSE_ITEMS = 2_500;
/** An item two places later counts half of the next one, and so on. */
const STEP = 0.5;

/**
 * Fits item neighbours: two items are alike if the same users had them (cosine of their users, with the popularity of
 * both weighted by `alpha`; Deshpande & Karypis 2004), and one follows another if it comes soon after it in a history.
 */
export function fitNeighbours(interactions: Interactions, { alpha, next, width }: NeighbourOptions): ItemWeights {
  const size = interactions.itemIds.length;
  const norms = squaresOf(interactions);
  const rowsOfItem = rowsByItem(interactions);
  const isDense = size <= MOST_DENSE_ITEMS;
  const kept = Math.min(width, Math.max(1, size - 1));
  const ids = new Int32Array(isDense ? 0 : size * kept);
  const values = new Float32Array(isDense ? size * size : size * kept);
  const sums = new Float64Array(size);
  for (let item = 0; item < size; item++) {
    const touched = addNeighbours(interactions, item, rowsOfItem.of(item), { alpha, next, norms, sums });
    if (isDense) for (const other of touched) values[item * size + other] = sums[other]!;
    else {
      touched.sort((one, other) => sums[other]! - sums[one]! || one - other);
      touched.slice(0, kept).forEach((other, place) => {
        ids[item * kept + place] = other;
        values[item * kept + place] = sums[other]!;
      });
    }
    for (const other of touched) sums[other] = 0;
  }
  const base = smallBase(interactions, values);
  return isDense
    ? { kind: 'dense', items: size, base, values }
    : { kind: 'sparse', items: size, base, width: kept, ids, values };
}

interface NeighbourSums extends Pick<NeighbourOptions, 'alpha' | 'next'> {
  /** The sum of the squared weights of each item. */
  readonly norms: Float64Array;
  /** [items]: zero before. */
  readonly sums: Float64Array;
}

/** Adds what one item says about the others to `sums`. @returns the items that it says something about */
function addNeighbours(
  { starts, items, weights }: Interactions,
  item: number,
  places: readonly { readonly user: number; readonly row: number }[],
  { alpha, next, norms, sums }: NeighbourSums,
): number[] {
  const touched: number[] = [];
  const own = norms[item]! ** alpha;
  for (const { user, row } of places) {
    const weight = weights[row]!;
    for (let other = starts[user]!; other < starts[user + 1]!; other++) {
      const to = items[other]!;
      if (to === item) continue;
      if (sums[to] === 0) touched.push(to);
      sums[to]! += (weight * weights[other]!) / (own * norms[to]! ** (1 - alpha));
      if (next > 0 && other > row) sums[to]! += (next * weight * STEP ** (other - row - 1)) / norms[item]!;
    }
  }
  return touched;
}

function squaresOf({ itemIds, items, weights }: Interactions): Float64Array {
  const squares = new Float64Array(itemIds.length);
  for (let row = 0; row < items.length; row++) squares[items[row]!]! += weights[row]! ** 2;
  return squares;
}

function rowsByItem(interactions: Interactions): { of(item: number): { user: number; row: number }[] } {
  const rows: { user: number; row: number }[][] = interactions.itemIds.map(() => []);
  for (let user = 0; user < userCount(interactions); user++) {
    for (let row = interactions.starts[user]!; row < interactions.starts[user + 1]!; row++)
      rows[interactions.items[row]!]!.push({ user, row });
  }
  return { of: (item) => rows[item]! };
}
