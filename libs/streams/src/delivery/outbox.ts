import type { EncodedEvent } from '../event-encoding';
import type { Transaction } from './transaction';

export interface OutboxEvent extends EncodedEvent {
  readonly topic: string;
}

/**
 * Adds events to the transaction: they are published only if it commits. Call it last: until the end of the
 * transaction, other transactions that write an event of the same key wait, which keeps a key's events in the order of
 * commits.
 */
export async function addToOutbox(transaction: Transaction, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  const columns = [
    events.map(({ topic }) => topic),
    events.map(({ key }) => key),
    events.map(({ value }) => value),
    events.map(({ headers }) => JSON.stringify(headers)),
  ];
  // First the locks of all keys, in the same order for all; then the rows, whose numbers are drawn under the locks.
  await transaction.query(
    `SELECT count(pg_advisory_xact_lock(lock)) FROM (
       SELECT DISTINCT hashtextextended('lintel.outbox ' || topic || ' ' || key, 0) AS lock
       FROM unnest($1::text[], $2::text[]) AS u(topic, key) ORDER BY 1) locks`,
    columns.slice(0, 2),
  );
  await transaction.query(
    `INSERT INTO streams.outbox (topic, key, value, headers)
     SELECT topic, key, value, headers::jsonb
     FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) WITH ORDINALITY AS u(topic, key, value, headers, i)
     ORDER BY i`,
    columns,
  );
  await transaction.query("SELECT pg_notify('lintel_outbox', '')");
}
