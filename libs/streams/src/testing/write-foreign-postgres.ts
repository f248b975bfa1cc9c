import type { Pool } from 'pg';
import { storableText } from '../storable-text';
import type { ForeignRecord, WriteForeign } from './foreign-record';

/**
 * Inserts into the event log with SQL, as close to the record as PostgreSQL can store it: text that it refuses is
 * replaced, a header that occurs several times is an array.
 */
export function writeForeignTo(pool: Pool): WriteForeign {
  return async (topic, partition, record) => {
    const { rows } = await pool.query<{ offset: string }>(
      `WITH place AS (UPDATE streams.log_end SET next_offset = next_offset + 1 WHERE topic = $1 AND partition = $2
         RETURNING next_offset - 1 AS "offset")
       INSERT INTO streams.record (topic, partition, "offset", key, value, headers, published_at)
       SELECT $1, $2, place."offset", $3, $4, $5::jsonb, $6::timestamptz FROM place RETURNING "offset"`,
      [topic, partition, textOf(record.key), record.value, headersOf(record), momentOf(record.timestampMs)],
    );
    await pool.query(`SELECT pg_notify('lintel_streams', 'topic ' || $1)`, [topic]);
    return Number(rows[0]!.offset);
  };
}

function textOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : storableText(bytes.toString('utf8'));
}

function headersOf({ headers }: ForeignRecord): string {
  // Without headers, the value is not even an object.
  if (headers.length === 0) return '"none"';
  const values = new Map<string, (string | null)[]>();
  for (const [name, value] of headers) {
    const text = storableText(name.toString('utf8'));
    values.set(text, [...(values.get(text) ?? []), textOf(value)]);
  }
  return JSON.stringify(Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all])));
}

function momentOf(timestampMs: number): string {
  if (timestampMs < 0) return '-infinity';
  return timestampMs > Date.now() ? 'infinity' : new Date(timestampMs).toISOString();
}
