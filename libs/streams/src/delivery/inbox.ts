import type { EventEnvelope } from '@lintel/contracts';
import { eventIdentity } from '../event-identity';
import { indexableText } from '../storable-text';
import type { Transact, Transaction } from './transaction';

export interface InboxEvent extends Pick<EventEnvelope, 'source' | 'id'> {
  /** When its record was published, milliseconds since 1970; any number. */
  readonly publishedMs: number;
}

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
  const sorted = [...new Map(events.map((event) => [eventIdentity(event), event]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  // Earlier versions recorded only the id. Such an entry is valid for records that existed when it was written.
  const rows = (await transaction.query(
    `INSERT INTO streams.inbox (group_name, event_id)
     SELECT $1, u.identity FROM unnest($2::text[], $3::text[], $4::float8[]) AS u(identity, id, published_ms)
     WHERE NOT EXISTS (SELECT FROM streams.inbox former WHERE former.group_name = $1 AND former.event_id = u.id
       AND extract(epoch FROM former.handled_at) * 1000 >= u.published_ms)
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [
      group,
      sorted.map(([identity]) => identity),
      sorted.map(([, { id }]) => indexableText(id)),
      sorted.map(([, { publishedMs }]) => publishedMs),
    ],
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
