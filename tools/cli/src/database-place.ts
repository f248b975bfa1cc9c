import { createDatabase, type DataSource } from '@lintel/data';
import { type CommandContext } from './command-context';
import { runningHere } from './stream/connection';

export interface DatabasePlace {
  /** PostgreSQL. */
  readonly database?: string;
  /** Of the `npm start` to use. Default: `.lintel` of this checkout. */
  readonly dataDir?: string;
}

/** Opens the database of the apps without migrating it, and closes it whatever happens. */
export async function withDatabase(
  { database: named, dataDir }: DatabasePlace,
  { environment }: CommandContext,
  work: (database: DataSource) => Promise<void>,
): Promise<void> {
  const given = named ?? (dataDir === undefined ? environment['DATABASE_URL'] : undefined);
  const database = await createDatabase({
    url: given || runningHere(dataDir).databaseUrl,
    schema: 'platform',
    entities: [],
    migrations: [],
    poolSize: 2,
    waitMs: 5_000,
  });
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}
