import type { Pool } from 'pg';

/**
 * The event log creates its tables in a separate schema: they belong to the engine, not to the domain, and TypeORM's
 * schema comparison must not see them.
 */
const STATEMENTS = `
CREATE SCHEMA IF NOT EXISTS streams;

CREATE TABLE IF NOT EXISTS streams.topic (
  name text PRIMARY KEY,
  partitions int NOT NULL CHECK (partitions > 0),
  retention_ms bigint NOT NULL
);

-- One row a partition, locked by who appends: offsets become visible in their order and leave no holes.
CREATE TABLE IF NOT EXISTS streams.log_end (
  topic text NOT NULL REFERENCES streams.topic ON DELETE CASCADE,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS streams.record (
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  key text,
  value bytea,
  headers jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (topic, partition, "offset")
);
-- Values are sent as they are; compressing them costs more than the disk they save.
ALTER TABLE streams.record ALTER COLUMN value SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS record_published_at ON streams.record USING brin (published_at);

CREATE TABLE IF NOT EXISTS streams.group_member (
  group_name text NOT NULL,
  member_id uuid NOT NULL,
  topics text[] NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (group_name, member_id)
);

-- owner: who reads now. target: who should. epoch: counts the owners, so that a late commit of a former one fails.
CREATE TABLE IF NOT EXISTS streams.group_partition (
  group_name text NOT NULL,
  topic text NOT NULL REFERENCES streams.topic ON DELETE CASCADE,
  partition int NOT NULL,
  committed bigint NOT NULL,
  owner uuid,
  target uuid,
  epoch bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 50);

CREATE OR REPLACE FUNCTION streams.append(topics text[], partitions int[], keys text[], vals bytea[], headers text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place record;
  base bigint;
BEGIN
  -- In one order for everybody, so that two publishers never wait for each other.
  FOR place IN
    SELECT u.topic, u.partition, count(*) AS records FROM unnest(topics, partitions) AS u(topic, partition)
    GROUP BY 1, 2 ORDER BY 1, 2
  LOOP
    UPDATE streams.log_end e SET next_offset = next_offset + place.records
    WHERE e.topic = place.topic AND e.partition = place.partition
    RETURNING next_offset - place.records INTO base;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no topic %', place.topic USING ERRCODE = 'no_data_found', DETAIL = place.topic;
    END IF;
    INSERT INTO streams.record
    SELECT u.topic, u.partition, base + row_number() OVER (ORDER BY u.i) - 1, u.key, u.value, u.headers::jsonb,
           clock_timestamp()
    FROM unnest(topics, partitions, keys, vals, headers) WITH ORDINALITY AS u(topic, partition, key, value, headers, i)
    WHERE u.topic = place.topic AND u.partition = place.partition;
    PERFORM pg_notify('lintel_streams', 'topic ' || place.topic);
  END LOOP;
END $$;
`;

/** Safe to call from many processes at once. */
export async function installStreamSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.streams.schema', 0))");
    await client.query(STATEMENTS);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
