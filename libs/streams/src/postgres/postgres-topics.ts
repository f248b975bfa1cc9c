import type { LintelError } from '@lintel/contracts';
import type { Pool } from 'pg';
import type { PartitionRange, TopicDeclaration, TopicRanges } from '../event-stream';
import { PartitionCounts } from '../partition-counts';
import { recordsIn } from '../records-in';
import { checkPartitions, topicMissing } from '../stream-health';

/** Runs a query once the schema exists, and converts failures to errors of the stream. */
export type AskPostgres = <T>(work: (pool: Pool) => Promise<T>) => Promise<T>;

interface RangeRow {
  topic: string;
  partition: number;
  low: string;
  high: string;
}

const WEEK_MS = 7 * 24 * 3_600_000;
const RANGES = `SELECT topic, partition, next_offset AS high, coalesce((SELECT min("offset") FROM streams.record r
    WHERE r.topic = e.topic AND r.partition = e.partition), next_offset) AS low
  FROM streams.log_end e`;

/** The topics of the event log, their offsets and retention. */
export class PostgresTopics {
  private readonly counts = new PartitionCounts((topic) => this.asked((pool) => countPartitions(pool, topic)));

  constructor(private readonly asked: AskPostgres) {}

  create(topics: readonly TopicDeclaration[]): Promise<LintelError[]> {
    return this.asked(async (pool) => {
      const warnings: LintelError[] = [];
      for (const { name, partitions, retentionMs = WEEK_MS } of topics) {
        await pool.query(
          `WITH made AS (INSERT INTO streams.topic VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING name, partitions)
           INSERT INTO streams.log_end (topic, partition) SELECT name, generate_series(0, partitions - 1) FROM made`,
          [name, partitions, retentionMs],
        );
        const existing = await countPartitions(pool, name);
        this.counts.set(name, existing);
        warnings.push(...checkPartitions(name, partitions, existing));
      }
      return warnings;
    });
  }

  list(): Promise<TopicRanges[]> {
    return this.asked(async (pool) => {
      const { rows } = await pool.query<RangeRow>(`${RANGES} ORDER BY topic COLLATE "C", partition`);
      const topics = new Map<string, PartitionRange[]>();
      for (const row of rows) topics.set(row.topic, [...(topics.get(row.topic) ?? []), rangeOf(row)]);
      return [...topics].map(([name, partitions]) => ({ name, partitions, records: recordsIn(partitions) }));
    });
  }

  offsets(topic: string): Promise<PartitionRange[]> {
    return this.asked(async (pool) => {
      const { rows } = await pool.query<RangeRow>(`${RANGES} WHERE topic = $1 ORDER BY partition`, [topic]);
      if (rows.length === 0) throw topicMissing(topic);
      return rows.map(rangeOf);
    });
  }

  partitionsOf(topic: string): Promise<number> {
    return this.counts.of(topic);
  }

  /** Enforces retention. Several processes may do it at once: each skips rows that another one has locked. */
  async removeExpired(): Promise<void> {
    await this.asked((pool) =>
      pool.query(
        `DELETE FROM streams.record WHERE ctid = ANY (ARRAY(
           SELECT r.ctid FROM streams.record r JOIN streams.topic t ON t.name = r.topic
           WHERE r.published_at < clock_timestamp() - t.retention_ms * interval '1 millisecond'
           LIMIT 20000 FOR UPDATE OF r SKIP LOCKED))`,
      ),
    );
  }
}

/** Counts the existing partitions: an administrator adds partitions as rows of `streams.log_end`. */
async function countPartitions(pool: Pool, topic: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM streams.log_end WHERE topic = $1',
    [topic],
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) throw topicMissing(topic);
  return count;
}

const rangeOf = ({ partition, low, high }: RangeRow): PartitionRange => ({
  partition,
  low: Number(low),
  high: Number(high),
});
