import { z } from 'zod';
import { readRows, rowInteger, rowTime } from '../database/read-rows';
import type { Transaction } from './transaction';

/** An event of the outbox that the broker refused for good; it waits for a person. */
export interface RefusedEvent {
  readonly seq: number;
  readonly topic: string;
  readonly key: string | null;
  /** Size of the value. */
  readonly bytes: number;
  /** ISO 8601. */
  readonly refusedAt: string;
  readonly tries: number;
  readonly code: string;
  readonly cause: string;
}

const LONGEST_CAUSE = 1_000;
const refusedRow = z.object({
  seq: rowInteger,
  topic: z.string(),
  key: z.string().nullable(),
  bytes: rowInteger,
  refusedAt: rowTime,
  tries: z.number(),
  code: z.string(),
  cause: z.string(),
});
const countRow = z.object({ topic: z.string(), count: rowInteger, code: z.string() });

/** Moves an event out of the outbox, so that it no longer holds the events after it. */
export async function setAside(
  transaction: Transaction,
  seq: string,
  { tries, code, cause }: Pick<RefusedEvent, 'tries' | 'code' | 'cause'>,
): Promise<void> {
  await transaction.query(
    `WITH gone AS (DELETE FROM streams.outbox WHERE seq = $1 RETURNING seq, topic, key, value, headers, added_at)
     INSERT INTO streams.refused_event (seq, topic, key, value, headers, added_at, tries, code, cause)
     SELECT gone.*, $2, $3, $4 FROM gone`,
    [seq, tries, code, cause.slice(0, LONGEST_CAUSE)],
  );
}

/** @returns the events that were set aside, oldest first */
export function listRefusedEvents(transaction: Transaction, limit: number): Promise<RefusedEvent[]> {
  return readRows(
    transaction,
    refusedRow,
    `SELECT seq, topic, key, coalesce(length(value), 0) AS bytes, refused_at AS "refusedAt", tries, code, cause
     FROM streams.refused_event ORDER BY seq LIMIT $1`,
    [limit],
  );
}

/** @returns the number of events that were set aside by topic, with the newest one's error code */
export function countRefusedEvents(
  transaction: Transaction,
): Promise<{ readonly topic: string; readonly count: number; readonly code: string }[]> {
  return readRows(
    transaction,
    countRow,
    `SELECT topic, count(*), (array_agg(code ORDER BY seq DESC))[1] AS code
     FROM streams.refused_event GROUP BY topic ORDER BY topic`,
    [],
  );
}

/**
 * Puts events back into the outbox, in their order, after the events that are there now.
 * @param seq of one event. Default: all of them
 * @returns the number of events
 */
export async function retryRefusedEvents(transaction: Transaction, seq?: number): Promise<number> {
  const [row] = await readRows(
    transaction,
    z.object({ count: rowInteger }),
    `WITH gone AS (
       DELETE FROM streams.refused_event WHERE $1::bigint IS NULL OR seq = $1 RETURNING seq, topic, key, value, headers),
     back AS (
       INSERT INTO streams.outbox (topic, key, value, headers)
       SELECT topic, key, value, headers FROM gone ORDER BY seq RETURNING 1)
     SELECT count(*) FROM back`,
    [seq ?? null],
  );
  await transaction.query("SELECT pg_notify('lintel_outbox', '')");
  return row!.count;
}
