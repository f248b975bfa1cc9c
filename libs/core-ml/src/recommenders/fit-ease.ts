import { LintelError } from '@lintel/contracts';
import { smallBase } from './fit-popularity';
import { type Interactions, userCount, usersPerItem } from './interactions';
import { invertPositive } from './invert-positive';
import { type ItemWeights } from './item-weights';

export interface EaseOptions {
  /** Positive: the penalty of an item that as many users had as the average one. */
  readonly penalty: number;
  /** The penalty grows with this power of the popularity of an item. Default: 0, all alike, as published in 2019. */
  readonly popularity?: number;
}

/** Items above which the matrix of all pairs takes too much memory and time. */
export const MOST_EASE_ITEMS = 5_000;

/**
 * Fits EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): the item-item weights with a zero
 * diagonal that predict every history from itself with the least squared error and an L2 penalty. The solution is
 * closed: with P the inverse of XᵀX + diagonal(penalties), the weight from h to i is −P[h, i] / P[i, i]. That popular items
 * are penalised more follows Steck 2020 ("Autoencoders that don't overfit towards the identity"), where the penalty is
 * proportional to the popularity.
 * @throws LintelError INVALID_ARGUMENT if there are too many items; CANCELLED
 */
export async function fitEase(
  interactions: Interactions,
  { penalty, popularity = 0 }: EaseOptions,
  signal?: AbortSignal,
): Promise<ItemWeights> {
  const items = interactions.itemIds.length;
  if (items > MOST_EASE_ITEMS) throw tooMany(items);
  const inverse = gramOf(interactions);
  const counts = usersPerItem(interactions);
  const mean = interactions.items.length / items;
  for (let item = 0; item < items; item++)
    inverse[item * items + item]! += penalty * (Math.max(1, counts[item]!) / mean) ** popularity;
  await invertPositive(inverse, items, signal);
  const values = new Float32Array(items * items);
  for (let from = 0; from < items; from++)
    for (let to = 0; to < items; to++)
      if (from !== to) values[from * items + to] = -inverse[from * items + to]! / inverse[to * items + to]!;
  return { kind: 'dense', items, base: smallBase(interactions, values), values };
}

/** @returns XᵀX, float64 [items, items], of the users' weights X [users, items] */
function gramOf(interactions: Interactions): Float64Array {
  const { starts, items, weights, itemIds } = interactions;
  const size = itemIds.length;
  const gram = new Float64Array(size * size);
  for (let user = 0; user < userCount(interactions); user++) {
    const to = starts[user + 1]!;
    for (let one = starts[user]!; one < to; one++) {
      const row = items[one]! * size;
      const weight = weights[one]!;
      for (let other = starts[user]!; other < to; other++) gram[row + items[other]!]! += weight * weights[other]!;
    }
  }
  return gram;
}

const tooMany = (items: number): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'There are too many items for the recipe ease, which weighs every pair of items.',
    expected: `at most ${MOST_EASE_ITEMS} items`,
    received: `${items} items`,
    cure: 'Use --recipe neighbours or --recipe als, which keep less for each item.',
  });
