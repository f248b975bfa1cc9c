/** An open database transaction: TypeORM's EntityManager is one. */
export interface Transaction {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** Runs the work in a transaction that commits when it resolves: `(work) => dataSource.transaction(work)`. */
export type Transact = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

const STATEMENTS = `
CREATE SCHEMA IF NOT EXISTS streams;

CREATE TABLE IF NOT EXISTS streams.outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text,
  value bytea,
  headers jsonb NOT NULL,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS streams.refused_event (
  seq bigint PRIMARY KEY,
  topic text NOT NULL,
  key text,
  value bytea,
  headers jsonb NOT NULL,
  added_at timestamptz NOT NULL,
  refused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  tries int NOT NULL,
  code text NOT NULL,
  cause text NOT NULL
);

CREATE TABLE IF NOT EXISTS streams.inbox (
  group_name text NOT NULL,
  event_id text NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (group_name, event_id)
);
CREATE INDEX IF NOT EXISTS inbox_handled_at ON streams.inbox USING brin (handled_at);

CREATE TABLE IF NOT EXISTS streams.parked_event (
  seq bigint GENERATED ALWAYS AS IDENTITY,
  group_name text NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  event_id text NOT NULL,
  PRIMARY KEY (group_name, topic, event_id)
);
CREATE INDEX IF NOT EXISTS parked_event_key ON streams.parked_event (group_name, topic, key, seq);

CREATE TABLE IF NOT EXISTS streams.crash_mark (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  tries int NOT NULL DEFAULT 1,
  suspect_offset bigint,
  suspect_tries int NOT NULL DEFAULT 0,
  PRIMARY KEY (group_name, topic, partition)
);

CREATE TABLE IF NOT EXISTS streams.ingested_offset (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 50);
`;

/**
 * Creates the tables of outbox, refused events, inbox, parked events and ingestion in the database that contains the data: they work
 * only inside its transactions. Safe to call at every start and from many processes at once.
 */
export async function installDeliveryTables(transact: Transact): Promise<void> {
  await transact(async (transaction) => {
    await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.streams.schema', 0))");
    await transaction.query(STATEMENTS);
  });
}
