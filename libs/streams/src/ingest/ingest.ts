import type { Pool } from 'pg';
import { buryRecord } from '../consume/bury-record';
import { asForeign, deadRecord } from '../consume/failed-record';
import { Outages } from '../consume/outages';
import { RetryTopics } from '../consume/retry-topics';
import { poolTransact } from '../delivery/pool-transact';
import { installDeliveryTables, type Transaction } from '../delivery/transaction';
import type { EventStream, ReceivedRecord, Subscription, TopicPartition } from '../event-stream';

export interface IngestOptions {
  readonly stream: EventStream;
  /** The database that receives the rows. */
  readonly pool: Pool;
  readonly group: string;
  readonly topics: readonly string[];
  /** Writes the rows of one batch in one statement, see `insertJsonRows`. */
  readonly write: (transaction: Transaction, records: readonly ReceivedRecord[]) => Promise<void>;
  /** Maximum number of records per transaction. Default: 1,000. */
  readonly batch?: number;
  readonly concurrency?: number;
  readonly onError?: (error: unknown) => void;
}

/**
 * Copies records into tables, fast and exactly once: the offset is a row that commits together with the records of the
 * batch. Redelivered records are skipped by that row, so neither an inbox nor a broker transaction is needed. A record
 * that the database refuses becomes a dead letter of the group.
 */
export async function ingest(options: IngestOptions): Promise<Subscription> {
  const { stream, pool, group, topics, batch: maxBatch = 1_000, concurrency, onError } = options;
  const transact = poolTransact(pool);
  await installDeliveryTables(transact);
  const retryTopics = new RetryTopics(group, [0]);
  const outages = new Outages(transact);
  let declared: Promise<unknown> | undefined;

  /** A failed attempt is not cached; otherwise every later letter would fail, too. */
  const declareOnce = () =>
    (declared ??= stream.createTopics(retryTopics.declarations()).catch((error: unknown) => {
      declared = undefined;
      throw error;
    }));
  const move = async (records: readonly ReceivedRecord[], write: IngestOptions['write']): Promise<void> => {
    const { topic, partition } = records[0]!;
    await transact(async (transaction) => {
      const next = await lockOffset(transaction, group, { topic, partition });
      const fresh = records.filter(({ offset }) => offset >= next);
      if (fresh.length === 0) return;
      await write(transaction, fresh);
      await transaction.query(
        'UPDATE streams.ingested_offset SET next_offset = $4 WHERE group_name = $1 AND topic = $2 AND partition = $3',
        [group, topic, partition, fresh.at(-1)!.offset + 1],
      );
    });
  };
  const writeReadable: IngestOptions['write'] = async (transaction, records) => {
    const unreadable = records.find((record) => record.unreadable !== undefined);
    if (unreadable?.unreadable !== undefined) throw unreadable.unreadable;
    await options.write(transaction, records);
  };
  const moveOrBury = async (records: readonly ReceivedRecord[]): Promise<void> => {
    try {
      await move(records, writeReadable);
    } catch (error) {
      if (await outages.isOutage(error)) throw error;
      if (records.length > 1) {
        // Bisection finds the bad record in a few steps, and the others are still written together.
        const middle = Math.ceil(records.length / 2);
        await moveOrBury(records.slice(0, middle));
        await moveOrBury(records.slice(middle));
        return;
      }
      onError?.(error);
      await declareOnce();
      const letter = deadRecord(retryTopics.deadLetters, asForeign(records[0]!), error, 1);
      await buryRecord(stream, retryTopics, letter);
      await move(records, () => Promise.resolve());
    }
  };
  return stream.subscribe(
    {
      group,
      topics,
      maxBatch,
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(onError === undefined ? {} : { onError }),
    },
    ({ records }) => moveOrBury(records),
  );
}

/** The lock makes a former member of the group, still processing the same records, wait and then find nothing to do. */
async function lockOffset(
  transaction: Transaction,
  group: string,
  { topic, partition }: TopicPartition,
): Promise<number> {
  const where = [group, topic, partition];
  const select = `SELECT next_offset FROM streams.ingested_offset
    WHERE group_name = $1 AND topic = $2 AND partition = $3 FOR UPDATE`;
  let rows = (await transaction.query(select, where)) as { next_offset: string }[];
  if (rows.length === 0) {
    await transaction.query('INSERT INTO streams.ingested_offset VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING', where);
    rows = (await transaction.query(select, where)) as { next_offset: string }[];
  }
  return Number(rows[0]!.next_offset);
}
