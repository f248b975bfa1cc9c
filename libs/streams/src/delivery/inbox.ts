import type { EventEnvelope } from '@lintel/contracts';
import { eventIdentity } from '../event-identity';
import type { Transact, Transaction } from './transaction';

export type InboxEvent = Pick<EventEnvelope, 'source' | 'id'>;

/**
 * Records events as handled by the group, in the handler's own transaction: entry and effect commit together or not at
 * all. A concurrent second delivery waits for the first to end.
 * @returns the identities of the new events; the others were handled before
 */
export async function recordInInbox(
  transaction: Transaction,
  group: string,
  events: readonly InboxEvent[],
): Promise<Set<string>> {
  // In the same order for all, so that two batches with the same events do not deadlock.
  const sorted = [...new Set(events.map(eventIdentity))].sort();
  const rows = (await transaction.query(
    `INSERT INTO streams.inbox (group_name, event_id)
     SELECT $1, identity FROM unnest($2::text[]) AS identity
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [group, sorted],
  )) as { event_id: string }[];
  return new Set(rows.map(({ event_id }) => event_id));
}

/** Removes entries that are older than the retention of the group's topics: those events cannot be delivered again. */
export async function cleanInbox(transact: Transact, group: string, olderThanMs: number): Promise<void> {
  await transact((transaction) =>
    transaction.query(
      `WITH gone AS (
         DELETE FROM streams.inbox
         WHERE group_name = $1 AND handled_at < clock_timestamp() - $2 * interval '1 millisecond')
       SELECT 1`,
      [group, olderThanMs],
    ),
  );
}
