import type { EventEnvelope } from '@lintel/contracts';
import { eventIdentity } from '../event-identity';
import { indexableText } from '../storable-text';
import type { Transact, Transaction } from './transaction';

export interface InboxEvent extends Pick<EventEnvelope, 'source' | 'id'> {
  /** When its record was published, milliseconds since 1970; any number. */
  readonly publishedMs: number;
}

/**
 * Notes the events as handled by the group, in the handler's own transaction: note and effect commit together or not
 * at all. A second delivery that runs at the same time waits for the first to end.
 * @returns the identities of those that are new; the others were handled before
 */
export async function recordInInbox(
  transaction: Transaction,
  group: string,
  events: readonly InboxEvent[],
): Promise<Set<string>> {
  // In one order for everybody: two batches with the same events would wait for each other.
  const sorted = [...new Map(events.map((event) => [eventIdentity(event), event]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  // Earlier versions noted the id alone. Such a note holds for records that were there when it was written.
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

/** Forgets what a group has handled longer ago than its topics keep events: nothing of it can come again. */
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
