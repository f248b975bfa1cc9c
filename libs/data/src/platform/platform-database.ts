import { type DataSource } from 'typeorm';
import { createDatabase, runMigrations, type DatabaseOptions } from '../database/database';
import { installDeliveryTables } from '@lintel/streams';
import { CreatePlatform1770000000000 } from './migrations/1770000000000-create-platform';
import { CreateIdentity1770000000001 } from './migrations/1770000000001-create-identity';
import { CreateAudit1770000000002 } from './migrations/1770000000002-create-audit';
import { CreatePrivacy1770000000003 } from './migrations/1770000000003-create-privacy';
import { JobTrace1770000000004 } from './migrations/1770000000004-job-trace';
import { AlertVertical1770000000005 } from './migrations/1770000000005-alert-vertical';
import { LiveAccess1770000000006 } from './migrations/1770000000006-live-access';
import { ConsoleMessages1796040000000 } from './migrations/1796040000000-console-messages';

/** The tables shared by all verticals: jobs, schedules, labels, dataset versions, models, drift and alerts. */
const PLATFORM = {
  schema: 'platform',
  entities: [],
  migrations: [
    CreatePlatform1770000000000,
    CreateIdentity1770000000001,
    CreateAudit1770000000002,
    CreatePrivacy1770000000003,
    JobTrace1770000000004,
    AlertVertical1770000000005,
    LiveAccess1770000000006,
    ConsoleMessages1796040000000,
  ],
} satisfies Omit<DatabaseOptions, 'url'>;

/**
 * Migrates the platform's tables and the outbox to the latest version, and connects. Every program that works with jobs
 * or models opens it; programs that start at the same time wait for each other.
 * @throws LintelError like `runMigrations`
 */
export async function openPlatformDatabase(
  url: string,
  options: Pick<DatabaseOptions, 'poolSize' | 'waitMs'> = {},
): Promise<DataSource> {
  await runMigrations({ ...PLATFORM, ...options, url });
  const database = await createDatabase({ ...PLATFORM, ...options, url });
  await installDeliveryTables((work) => database.transaction(work));
  return database;
}
