/** What drift watches of a request, and of its answer. */
export interface RequestFeatures {
  readonly features: Readonly<Record<string, number>>;
  /** Mean rarity of the recommended items, in bits: it falls if everybody gets the same popular items. */
  readonly outcome: number;
}

/**
 * @param history items that the model knows
 * @param unknown how many items of the history it does not know
 * @param recommended items
 * @param rarity of each item, in bits
 */
export function requestFeatures(
  history: ArrayLike<number>,
  unknown: number,
  recommended: readonly number[],
  rarity: Float64Array,
): RequestFeatures {
  const length = history.length + unknown;
  const mean = (items: ArrayLike<number>): number =>
    items.length === 0 ? 0 : Array.from(items).reduce((sum, item) => sum + rarity[item]!, 0) / items.length;
  return {
    features: {
      'history length': length,
      ...(length === 0 ? {} : { 'unknown items': unknown / length }),
      ...(history.length === 0 ? {} : { 'rarity of the history': mean(history) }),
    },
    outcome: mean(recommended),
  };
}
