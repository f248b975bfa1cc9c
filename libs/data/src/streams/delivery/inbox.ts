import type { Transact, Transaction } from './transaction';

/**
 * Notes the events as handled by the group, in the handler's own transaction: note and effect commit together or not
 * at all. A second delivery that runs at the same time waits for the first to end.
 * @returns the ids that are new; the others were handled before
 */
export async function recordInInbox(
  transaction: Transaction,
  group: string,
  eventIds: readonly string[],
): Promise<Set<string>> {
  // In one order for everybody: two batches with the same events would wait for each other.
  const sorted = [...new Set(eventIds)].sort();
  const rows = (await transaction.query(
    `INSERT INTO streams.inbox (group_name, event_id) SELECT $1, unnest($2::text[])
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [group, sorted],
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
