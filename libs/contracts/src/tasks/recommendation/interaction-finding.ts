import { z } from 'zod';

const severity = z.enum(['error', 'warning', 'note']);
const count = z.int().min(0);
const of = z.enum(['user', 'item']);

/** One thing about interactions that a person should know before training on them. */
export const interactionFindingSchema = z.discriminatedUnion('kind', [
  /** Rows without a user or an item, which are left out. */
  z.object({ kind: z.literal('missing-ids'), severity, rows: count }),
  /** Rows without a time, which count as the oldest of their user. */
  z.object({ kind: z.literal('missing-times'), severity, rows: count }),
  /** Times after now, such as of a clock that is wrong; they count as the newest of their user. */
  z.object({ kind: z.literal('future-times'), severity, rows: count }),
  /** There is no column of times, so the order of a history is unknown. */
  z.object({ kind: z.literal('no-times'), severity }),
  /** The same user and item at the same time, more than once. */
  z.object({ kind: z.literal('duplicate-interactions'), severity, rows: count }),
  /** The same user and item at another time; only the newest one counts. */
  z.object({ kind: z.literal('repeated-interactions'), severity, rows: count }),
  /** Events whose weight is 0, which are left out. */
  z.object({ kind: z.literal('weightless-events'), severity, rows: count }),
  /** An event without a weight; it counts 1. */
  z.object({ kind: z.literal('unknown-event'), severity, event: z.string(), rows: count }),
  /** Users of whom nothing can be hidden, so they are not tested. */
  z.object({ kind: z.literal('single-interaction'), severity, users: count }),
  /** Users with far more interactions than others, such as programs. */
  z.object({ kind: z.literal('busy-users'), severity, users: count, more: count }),
  /** Interactions at the same time as the one before; they are in the order of the file. */
  z.object({ kind: z.literal('equal-times'), severity, rows: count }),
  /** All ids look like numbers; they are names all the same. */
  z.object({ kind: z.literal('numeric-ids'), severity, of }),
  /** Ids that are the same number, written differently. */
  z.object({ kind: z.literal('ids-written-twice'), severity, of, ids: count, examples: z.array(z.string()) }),
  /** Hidden items that occur in no history that a model may learn from. */
  z.object({ kind: z.literal('only-hidden-items'), severity, items: count, interactions: count }),
]);
export type InteractionFinding = z.infer<typeof interactionFindingSchema>;
