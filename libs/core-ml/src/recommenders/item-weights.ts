import { type History } from './interactions';

/**
 * A fitted recommender: the score of an item is `base[item]` plus, for each item of the history, its weight times what
 * it adds to that item. All recipes are of this form, so answers are explained exactly.
 */
export type ItemWeights = { readonly items: number; readonly base: Float32Array } & (
  | { readonly kind: 'base' }
  /** `values` [items, items]: row h is what item h adds to every item. */
  | { readonly kind: 'dense'; readonly values: Float32Array }
  /** [items, width]: item h adds `values` to the items `ids`; unused places add 0 to item 0. */
  | { readonly kind: 'sparse'; readonly width: number; readonly ids: Int32Array; readonly values: Float32Array }
  /** [items, size] each: item h adds the product of its row of `from` and the row of `to` of an item. */
  | { readonly kind: 'factors'; readonly size: number; readonly from: Float32Array; readonly to: Float32Array }
);

/**
 * The scores of all items for one history.
 * @param weights of the items of the history, as the graph takes them
 * @returns float64 [items]
 */
export function scoreHistory(model: ItemWeights, { items, weights }: History): Float64Array {
  const scores = Float64Array.from(model.base);
  switch (model.kind) {
    case 'base':
      break;
    case 'dense':
      for (let at = 0; at < items.length; at++) addRow(scores, model.values, items[at]! * model.items, weights[at]!);
      break;
    case 'sparse':
      for (let at = 0; at < items.length; at++) {
        const from = items[at]! * model.width;
        const weight = weights[at]!;
        for (let place = from; place < from + model.width; place++)
          scores[model.ids[place]!]! += weight * model.values[place]!;
      }
      break;
    case 'factors': {
      const { size, from, to } = model;
      const user = new Float64Array(size);
      for (let at = 0; at < items.length; at++) addRow(user, from, items[at]! * size, weights[at]!);
      for (let item = 0; item < model.items; item++) scores[item]! += product(user, 0, to, item * size, size);
    }
  }
  return scores;
}

/** What an item of a history adds to the score of an item, for a weight of 1. */
export function contributionOf(model: ItemWeights, of: number, to: number): number {
  switch (model.kind) {
    case 'base':
      return 0;
    case 'dense':
      return model.values[of * model.items + to]!;
    case 'sparse': {
      let sum = 0;
      const from = of * model.width;
      for (let place = from; place < from + model.width; place++)
        if (model.ids[place] === to) sum += model.values[place]!;
      return sum;
    }
    case 'factors':
      return product(model.from, of * model.size, model.to, to * model.size, model.size);
  }
}

function addRow(sums: Float64Array, values: Float32Array, from: number, weight: number): void {
  for (let at = 0; at < sums.length; at++) sums[at]! += weight * values[from + at]!;
}

function product(
  one: Float32Array | Float64Array,
  first: number,
  other: Float32Array,
  second: number,
  size: number,
): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += one[first + at]! * other[second + at]!;
  return sum;
}
