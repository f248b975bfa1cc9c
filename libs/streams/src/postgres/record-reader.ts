import type { Pool } from 'pg';
import type { ReceivedRecord, TopicPartition } from '../event-stream';

export interface ReadPosition extends TopicPartition {
  readonly offset: number;
}

export interface ReadBatch extends TopicPartition {
  readonly records: readonly ReceivedRecord[];
  readonly highWatermark: number;
}

interface RecordRow {
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  value: Buffer | null;
  headers: unknown;
  published_ms: number;
  next_offset: string;
}

/** Maximum bytes of one partition per read: a topic of large events must not fill the memory. */
const MAX_PARTITION_BYTES = 4_000_000;

/** Reads several partitions in one round trip; those without a new record are left out. */
export async function readRecords(
  pool: Pool,
  positions: readonly ReadPosition[],
  maxBatch: number,
): Promise<ReadBatch[]> {
  const { rows } = await pool.query<RecordRow>({
    name: 'lintel-streams-read',
    text: `SELECT r.*, e.next_offset FROM unnest($1::text[], $2::int[], $3::bigint[]) AS w(topic, partition, start)
      JOIN streams.log_end e ON e.topic = w.topic AND e.partition = w.partition AND e.next_offset > w.start
      CROSS JOIN LATERAL (
        SELECT * FROM (
          SELECT topic, partition, "offset", key, value, headers,
            (extract(epoch FROM published_at) * 1000)::float8 AS published_ms,
            sum(octet_length(value)) OVER (ORDER BY "offset") - octet_length(value) AS bytes_before
          FROM streams.record WHERE topic = w.topic AND partition = w.partition AND "offset" >= w.start
          ORDER BY "offset" LIMIT $4
        ) page WHERE coalesce(bytes_before, 0) < $5
      ) r ORDER BY r.topic, r.partition, r."offset"`,
    values: [
      positions.map(({ topic }) => topic),
      positions.map(({ partition }) => partition),
      positions.map(({ offset }) => offset),
      maxBatch,
      MAX_PARTITION_BYTES,
    ],
  });
  const batches: (ReadBatch & { records: ReceivedRecord[] })[] = [];
  for (const row of rows) {
    let batch = batches.at(-1);
    if (batch === undefined || batch.topic !== row.topic || batch.partition !== row.partition) {
      const { topic, partition } = row;
      batches.push((batch = { topic, partition, records: [], highWatermark: Number(row.next_offset) }));
    }
    batch.records.push({
      topic: row.topic,
      partition: row.partition,
      offset: Number(row.offset),
      key: row.key,
      value: row.value,
      headers: textHeaders(row.headers),
      timestampMs: row.published_ms,
    });
  }
  return batches;
}

/** Another program may have written the row: any header that is not text is ignored. */
function textHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return {};
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]: [string, unknown]) => {
      if (value === null) return [];
      return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
    }),
  );
}
