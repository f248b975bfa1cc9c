import { type HistoryPreprocessing } from '@lintel/contracts';
import { type History } from './interactions';

/**
 * A history as the graph takes it: its newest items, each counting its weight times the decay for every item after it.
 */
export function decayed(
  { items, weights }: History,
  { length, decay }: Pick<HistoryPreprocessing, 'length' | 'decay'>,
): History {
  const from = Math.max(0, items.length - length);
  const kept = items.subarray(from);
  const scaled = Float32Array.from(weights.subarray(from), (weight, at) => weight * decay ** (kept.length - 1 - at));
  return { items: kept, weights: scaled };
}
