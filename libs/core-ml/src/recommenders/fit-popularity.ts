import { type Interactions, usersPerItem, userCount } from './interactions';
import { type ItemWeights } from './item-weights';

/** The share of users who had each item, in [0, 1]. */
export function popularityOf(interactions: Interactions): Float32Array {
  const users = Math.max(1, userCount(interactions));
  return Float32Array.from(usersPerItem(interactions), (count) => count / users);
}

/** Recommends what most users had. */
export const fitPopularity = (interactions: Interactions): ItemWeights => ({
  kind: 'base',
  items: interactions.itemIds.length,
  base: popularityOf(interactions),
});

/** How much popularity counts beside the history: it orders items that the history says nothing about. */
const TIE_SHARE = 1e-3;

/**
 * What items get without any history: their popularity, too small to change the order that the history gives.
 * @param values what items add to others
 */
export function smallBase(interactions: Interactions, values: Float32Array): Float32Array {
  let sum = 0;
  let used = 0;
  for (const value of values) {
    if (value === 0) continue;
    sum += Math.abs(value);
    used++;
  }
  const scale = used === 0 ? 1 : (TIE_SHARE * sum) / used;
  return popularityOf(interactions).map((share) => share * scale);
}
