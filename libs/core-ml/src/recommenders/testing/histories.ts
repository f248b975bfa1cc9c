import { type Interactions } from '../interactions';

/** Interactions from histories as lists of item numbers, oldest first. */
export function interactionsOf(histories: readonly (readonly number[])[], items: number): Interactions {
  const flat = histories.flat();
  const starts = new Int32Array(histories.length + 1);
  histories.forEach((history, user) => (starts[user + 1] = starts[user]! + history.length));
  return {
    userIds: histories.map((_, user) => `u${user}`),
    itemIds: Array.from({ length: items }, (_, item) => `i${item}`),
    starts,
    items: Int32Array.from(flat),
    weights: new Float32Array(flat.length).fill(1),
    times: Float64Array.from(histories.flatMap((history) => history.map((_, at) => at))),
  };
}
