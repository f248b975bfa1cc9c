import { PLATFORM_VERTICAL } from '@lintel/contracts';
import { AuditTrail, openIdentities, openPlatformDatabase, type DataSource, type Identities } from '@lintel/data';
import { randomUUID } from 'node:crypto';
import { type CommandContext } from '../command-context';
import { actor } from '../models/actor';
import { runningHere } from '../stream/connection';

export interface PlaceOptions {
  /** PostgreSQL. */
  readonly database?: string;
  /** Data folder of the `npm start` to use. Default: `.lintel` of this checkout. */
  readonly dataDir?: string;
  readonly by?: string;
}

export interface OpenIdentities extends Identities {
  readonly database: DataSource;
  /** Name recorded in the audit trail. */
  readonly by: string;
  /** Writes the action into the audit trail. */
  readonly note: (action: string, subject: { readonly kind: string; readonly id: string }) => Promise<void>;
}

/**
 * Opens the accounts, and always closes them afterwards. A user with access to the database may do everything: this is
 * the way back in when no one can sign in.
 */
export async function withIdentities(
  options: PlaceOptions,
  context: CommandContext,
  work: (open: OpenIdentities) => Promise<void>,
): Promise<void> {
  const { database: named, dataDir } = options;
  const databaseUrl = named ?? (dataDir === undefined ? context.environment['DATABASE_URL'] : undefined);
  const database = await openPlatformDatabase(databaseUrl || runningHere(dataDir).databaseUrl, {
    poolSize: 2,
    waitMs: 5_000,
  });
  try {
    const by = actor(options, context);
    const trail = new AuditTrail(database);
    const correlationId = randomUUID();
    const note: OpenIdentities['note'] = async (action, subject) => {
      const about = { vertical: PLATFORM_VERTICAL, outcome: 'done', reason: null, correlationId, details: {} } as const;
      await trail.append({ actor: { kind: 'program', id: 'lintel', name: by }, action, subject, ...about });
    };
    await work({ ...openIdentities(database), database, by, note });
  } finally {
    await database.destroy();
  }
}
