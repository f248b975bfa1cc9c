import { LintelError } from '@lintel/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, MigrationExecutor, type EntitySchema, type MigrationInterface } from 'typeorm';
import { isDatabaseUnavailable, QuietClient } from '@lintel/streams';

type Class<T = object> = new () => T;

export interface DatabaseOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** PostgreSQL schema of the app: contains its tables and its migration history, separate from other apps. */
  readonly schema: string;
  readonly entities: readonly (Class | EntitySchema)[];
  /** Class names end in a 13-digit timestamp, which determines their order. */
  readonly migrations: readonly Class<MigrationInterface>[];
  /** Maximum number of connections. Default: 10. */
  readonly poolSize?: number;
  /** How long to wait for a database that is not available yet. Default: 30,000. */
  readonly waitMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * Connects to PostgreSQL and waits for a server that is still starting. Does not change the schema: see
 * `runMigrations`.
 * @throws LintelError INVALID_CONFIGURATION if waiting cannot help (address, password, missing database),
 *   SERVICE_UNAVAILABLE if the server did not start in time
 */
export async function createDatabase(options: DatabaseOptions): Promise<DataSource> {
  await waitForServer(options.url, options.waitMs ?? 30_000);
  return dataSource(options, { statement_timeout: STATEMENT_TIMEOUT_MS }).initialize();
}

/**
 * Migrates the app's schema to the latest version. Replicas that start at the same time wait for each other (advisory
 * lock), and one of them migrates. Each migration runs in one transaction, so a failed one leaves no changes.
 * @returns names of the migrations that were run, oldest first
 * @throws LintelError like `createDatabase`; MIGRATION_FAILED
 */
export async function runMigrations(options: DatabaseOptions): Promise<string[]> {
  await waitForServer(options.url, options.waitMs ?? 30_000);
  // Separate connections: a migration may run longer than a request may.
  const database = await dataSource(options, { max: 2 }).initialize();
  const runner = database.createQueryRunner();
  try {
    // The lock belongs to the connection, so it is released even if this process is killed.
    await runner.query("SELECT pg_advisory_lock(hashtext('lintel-migrations'), hashtext($1))", [options.schema]);
    const found = (await runner.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [options.schema])) as unknown[];
    if (found.length === 0) await runner.query(`CREATE SCHEMA ${database.driver.escape(options.schema)}`);
    const executor = new MigrationExecutor(database, runner);
    executor.transaction = 'each';
    return (await executor.executePendingMigrations()).map(({ name }) => name);
  } catch (cause) {
    throw new LintelError('MIGRATION_FAILED', {
      problem: `The tables of ${options.schema} could not be migrated; the failed migration was rolled back.`,
      received: messageOf(cause),
      cure: 'Give the user of DATABASE_URL permission to create objects in this database, or start the previous version.',
      retryable: isDatabaseUnavailable(cause),
      cause,
    });
  } finally {
    await runner.release();
    await database.destroy();
  }
}

function dataSource(options: DatabaseOptions, connection: Record<string, unknown>): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: [...options.entities],
    migrations: [...options.migrations],
    poolSize: options.poolSize ?? 10,
    synchronize: false,
    installExtensions: false,
    // The log would contain the values of failed queries; failures reach the caller as errors.
    logging: false,
    // The default logger prints failed migrations regardless of `logging`.
    logger: 'debug',
    extra: {
      Client: QuietClient,
      application_name: `lintel-${options.schema}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      ...connection,
    },
  });
}

/** True if the database responds within 2 s. */
export async function isDatabaseReachable(database: DataSource): Promise<boolean> {
  const late = delay(2_000, false, { ref: false });
  return Promise.race([database.query('SELECT 1').then(() => true), late]).catch(() => false);
}

async function waitForServer(url: string, waitMs: number): Promise<void> {
  const address = describe(url);
  const until = Date.now() + waitMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await tryConnection(url);
    } catch (cause) {
      const worthWaiting = isDatabaseUnavailable(cause);
      if (worthWaiting && Date.now() + pauseMs < until) {
        await delay(pauseMs);
        continue;
      }
      throw new LintelError(worthWaiting ? 'SERVICE_UNAVAILABLE' : 'INVALID_CONFIGURATION', {
        problem: `The database ${address} ${worthWaiting ? 'does not answer' : 'refuses the connection'}.`,
        expected: worthWaiting ? `an answer within ${waitMs / 1000} s` : 'a valid user, password and database',
        received: messageOf(cause),
        cure: 'Start PostgreSQL there, or correct DATABASE_URL (postgres://user:password@host:port/database).',
        retryable: worthWaiting,
        cause,
      });
    }
  }
}

async function tryConnection(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // An error event without a listener would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Node's AggregateError for a host with several addresses has a code and no message. */
function messageOf(cause: unknown): string {
  const { message, code } = cause as { message?: string; code?: string };
  return message || code || String(cause);
}

/** Host, port and name only: the user and the password are not logged. */
function describe(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (!['postgres:', 'postgresql:'].includes(protocol)) throw new TypeError(protocol);
    return `${host}${pathname}`;
  } catch {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'DATABASE_URL is not the address of a PostgreSQL database.',
      expected: 'postgres://user:password@host:port/database',
      cure: 'Correct DATABASE_URL; special characters in the password must be percent-encoded.',
    });
  }
}
