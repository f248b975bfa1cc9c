import { createRandom } from '@lintel/contracts';
import { throwIfCancelled } from '../inference/cancellation';
import { smallBase } from './fit-popularity';
import { type Interactions, userCount } from './interactions';
import { type ItemWeights } from './item-weights';
import { solvePositive } from './solve-positive';

export interface AlsOptions {
  /** Numbers that describe a user or an item. */
  readonly size: number;
  /** Confidence in an interaction, beside 1 for the absence of one. */
  readonly confidence: number;
  readonly penalty: number;
  readonly rounds: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Who had whom, from one of the two sides: `starts` by row, then the other side's numbers and the weights. */
interface Side {
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Fits a matrix factorisation of implicit feedback by alternating least squares (Hu, Koren & Volinsky 2008). Users are
 * not stored: the vector of a user is computed from any history by ridge regression on the vectors of its items, which is
 * linear in the history, so that new users are served and answers explained like those of other recipes.
 */
export function fitAls(interactions: Interactions, options: AlsOptions): ItemWeights {
  const { size, penalty, rounds, seed, signal } = options;
  const count = interactions.itemIds.length;
  const byUser: Side = {
    starts: interactions.starts,
    others: interactions.items,
    weights: interactions.weights,
  };
  const byItem = transposed(interactions);
  const random = createRandom(seed, 'als');
  const users = new Float64Array(userCount(interactions) * size);
  const items = Float64Array.from({ length: count * size }, () => 0.1 * random.normal());
  for (let round = 0; round < rounds; round++) {
    throwIfCancelled(signal);
    solveSide(users, items, byUser, options);
    solveSide(items, users, byItem, options);
  }
  const to = Float32Array.from(items);
  const from = foldIn(items, count, size, penalty);
  // The base is compared with what one item adds, a product of two vectors.
  const sample = from.map((value, at) => value * to[at]!);
  return { kind: 'factors', items: count, base: smallBase(interactions, sample), size, from, to };
}

/** Solves the vectors of one side, given those of the other. */
function solveSide(
  own: Float64Array,
  other: Float64Array,
  { starts, others, weights }: Side,
  { size, confidence, penalty }: AlsOptions,
): void {
  const gram = gramOf(other, size, penalty);
  const matrix = new Float64Array(size * size);
  for (let row = 0; row + 1 < starts.length; row++) {
    matrix.set(gram);
    const values = own.subarray(row * size, (row + 1) * size).fill(0);
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const vector = others[at]! * size;
      const extra = confidence * weights[at]!;
      for (let one = 0; one < size; one++) {
        const scaled = extra * other[vector + one]!;
        values[one]! += scaled + other[vector + one]!;
        for (let two = 0; two <= one; two++) matrix[one * size + two]! += scaled * other[vector + two]!;
      }
    }
    solvePositive(matrix, values, size);
  }
}

/** VᵀV + penalty · I */
function gramOf(vectors: Float64Array, size: number, penalty: number): Float64Array {
  const gram = new Float64Array(size * size);
  for (let from = 0; from < vectors.length; from += size)
    for (let one = 0; one < size; one++)
      for (let two = 0; two < size; two++) gram[one * size + two]! += vectors[from + one]! * vectors[from + two]!;
  for (let at = 0; at < size; at++) gram[at * size + at]! += penalty;
  return gram;
}

/** What each item adds to the vector of a user: (VᵀV + penalty · I)⁻¹ v. */
function foldIn(items: Float64Array, count: number, size: number, penalty: number): Float32Array {
  const gram = gramOf(items, size, penalty);
  const from = new Float32Array(count * size);
  for (let item = 0; item < count; item++) {
    const values = items.slice(item * size, (item + 1) * size);
    solvePositive(gram.slice(), values, size);
    from.set(values, item * size);
  }
  return from;
}

function transposed({ starts, items, weights, itemIds }: Interactions): Side {
  const counts = new Int32Array(itemIds.length + 1);
  for (const item of items) counts[item + 1]!++;
  for (let item = 0; item < itemIds.length; item++) counts[item + 1]! += counts[item]!;
  const next = counts.slice();
  const others = new Int32Array(items.length);
  const own = new Float32Array(items.length);
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let row = starts[user]!; row < starts[user + 1]!; row++) {
      const place = next[items[row]!]!++;
      others[place] = user;
      own[place] = weights[row]!;
    }
  }
  return { starts: counts, others, weights: own };
}
