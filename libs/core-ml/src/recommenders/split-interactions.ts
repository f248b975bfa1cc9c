import { createRandom, type InteractionProtocol } from '@lintel/contracts';
import { type Interactions, takeInteractions, userCount } from './interactions';

export interface SplitInteractions {
  /** What a model may learn from, and the history that it answers. */
  readonly known: Interactions;
  /** What it has to find. */
  readonly hidden: Interactions;
}

/**
 * Hides a part of each user's interactions; a user with a single one keeps it.
 * @param share of `random` and `time`; rounded for each user, at least one item and not all
 */
export function splitInteractions(
  all: Interactions,
  { split, share }: Pick<InteractionProtocol, 'split' | 'share'>,
  seed: number,
): SplitInteractions {
  const random = createRandom(seed, 'split-interactions');
  const kept = new Uint8Array(all.items.length).fill(1);
  for (let user = 0; user < userCount(all); user++) {
    const [from, to] = [all.starts[user]!, all.starts[user + 1]!];
    const length = to - from;
    if (length < 2) continue;
    const hidden = split === 'last' ? 1 : Math.min(length - 1, Math.max(1, Math.round(length * (share ?? 0))));
    const rows = Int32Array.from({ length }, (_, at) => from + at);
    if (split === 'random') random.shuffle(rows);
    for (const row of rows.subarray(length - hidden)) kept[row] = 0;
  }
  return {
    known: takeInteractions(all, kept),
    hidden: takeInteractions(
      all,
      kept.map((value) => 1 - value),
    ),
  };
}
