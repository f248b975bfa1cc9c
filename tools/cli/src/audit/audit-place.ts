import { LintelError } from '@lintel/contracts';
import { AuditTrail, createDatabase } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { runningHere } from '../stream/connection';

export interface AuditPlace {
  /** PostgreSQL. */
  readonly database?: string;
  /** Data folder of the `npm start` to use. Default: `.lintel` of this checkout. */
  readonly dataDir?: string;
}

const NO_SUCH_TABLE = '42P01';

/** Opens the trail for reading, and always closes it afterwards. A database user with read access is enough. */
export async function withAuditTrail(
  { database: named, dataDir }: AuditPlace,
  { environment }: CommandContext,
  work: (trail: AuditTrail) => Promise<void>,
): Promise<void> {
  const given = named ?? (dataDir === undefined ? environment['DATABASE_URL'] : undefined);
  const url = given || runningHere(dataDir).databaseUrl;
  // No migrations: verifying a trail changes nothing.
  const database = await createDatabase({
    url,
    schema: 'platform',
    entities: [],
    migrations: [],
    poolSize: 2,
    waitMs: 5_000,
  });
  try {
    await work(new AuditTrail(database));
  } catch (error) {
    throw (error as { code?: unknown }).code === NO_SUCH_TABLE ? noTrail(error) : error;
  } finally {
    await database.destroy();
  }
}

function noTrail(cause: unknown): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: 'This database has no audit trail.',
    expected: 'the table platform.audit_entry',
    cure: 'Name the database of the apps; they create the trail when they first start.',
    cause,
  });
}
