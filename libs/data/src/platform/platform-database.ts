import { type DataSource } from 'typeorm';
import { createDatabase, runMigrations, type DatabaseOptions } from '../database/database';
import { installDeliveryTables } from '../streams/delivery/transaction';
import { CreatePlatform1770000000000 } from './migrations/1770000000000-create-platform';

/** What is shared by all verticals: jobs, schedules, labels, dataset versions, models, drift and alerts. */
const PLATFORM = {
  schema: 'platform',
  entities: [],
  migrations: [CreatePlatform1770000000000],
} satisfies Omit<DatabaseOptions, 'url'>;

/**
 * Brings the platform's tables up to date, with those of the outbox, and connects. Every program that works with jobs
 * or models opens it; those that start at once wait for one another.
 * @throws LintelError as `runMigrations`
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
