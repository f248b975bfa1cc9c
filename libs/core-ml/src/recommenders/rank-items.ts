/**
 * The items with the highest scores, best first; of equal scores the item with the lower number.
 * @param scores NaN and -∞ are never ranked
 */
export function rankItems(scores: ArrayLike<number>, count: number, isAllowed?: (item: number) => boolean): number[] {
  const best: number[] = [];
  let least = -Infinity;
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item]!;
    if (!(score > least) || (isAllowed && !isAllowed(item))) continue;
    let place = best.length;
    while (place > 0 && scores[best[place - 1]!]! < score) place--;
    best.splice(place, 0, item);
    if (best.length > count) best.pop();
    if (best.length === count) least = scores[best[count - 1]!]!;
  }
  return best;
}
