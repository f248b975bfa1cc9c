import { createRandom, type Random } from '@lintel/contracts';
import { throwIfCancelled } from '../inference/cancellation';
import { smallBase } from './fit-popularity';
import { historyOf, type Interactions, userCount } from './interactions';
import { type ItemWeights } from './item-weights';

export interface BprOptions {
  /** Numbers that describe an item. */
  readonly size: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly penalty: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fits a matrix factorisation by Bayesian personalised ranking (Rendle et al. 2009): an item that a user had should
 * score higher than one the user did not have. The vector of a user is the mean of the vectors of the other items of the
 * history (Kabbur, Ning & Karypis 2013), so that new users are served.
 */
export function fitBpr(interactions: Interactions, options: BprOptions): ItemWeights {
  const { size, epochs, seed, signal } = options;
  const count = interactions.itemIds.length;
  const random = createRandom(seed, 'bpr');
  const make = (): Float32Array => Float32Array.from({ length: count * size }, () => 0.1 * random.normal());
  const [from, to] = [make(), make()];
  const users = Int32Array.from({ length: userCount(interactions) }, (_, user) => user);
  for (let epoch = 0; epoch < epochs; epoch++) {
    throwIfCancelled(signal);
    random.shuffle(users);
    for (const user of users) learnUser(historyOf(interactions, user).items, from, to, count, random, options);
  }
  const sample = from.map((value, at) => value * to[at]!);
  return { kind: 'factors', items: count, base: smallBase(interactions, sample), size, from, to };
}

/** One step for each item of a history, against an item that is not in it. */
function learnUser(
  history: Int32Array,
  from: Float32Array,
  to: Float32Array,
  count: number,
  random: Random,
  { size, learningRate, penalty }: BprOptions,
): void {
  const others = history.length - 1;
  if (others < 1 || history.length >= count) return;
  const own = new Set(history);
  const sum = new Float64Array(size);
  for (const item of history) for (let at = 0; at < size; at++) sum[at]! += from[item * size + at]!;
  const gradient = new Float64Array(size);
  for (const liked of history) {
    let other = random.int(count);
    while (own.has(other)) other = random.int(count);
    const [good, bad, left] = [liked * size, other * size, liked * size];
    let margin = 0;
    for (let at = 0; at < size; at++)
      margin += ((sum[at]! - from[left + at]!) / others) * (to[good + at]! - to[bad + at]!);
    const slope = learningRate / (1 + Math.exp(margin));
    for (let at = 0; at < size; at++) {
      const user = (sum[at]! - from[left + at]!) / others;
      gradient[at]! += slope * (to[good + at]! - to[bad + at]!);
      to[good + at]! += slope * user - learningRate * penalty * to[good + at]!;
      to[bad + at]! -= slope * user + learningRate * penalty * to[bad + at]!;
    }
  }
  // The items of the history share what moves their mean.
  for (const item of history) {
    for (let at = 0; at < size; at++) {
      const place = item * size + at;
      from[place]! += gradient[at]! / others - learningRate * penalty * from[place]!;
    }
  }
}
