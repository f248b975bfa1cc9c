import { type DataSource } from 'typeorm';
import { createDatabase, runMigrations, type DatabaseOptions } from '../database/database';
import { installDeliveryTables } from '@lintel/streams';
import { CreatePlatform1796041000000 } from './migrations/1796041000000-create-platform';
import { RegistryOfTasks1796068000000 } from './migrations/1796068000000-registry-of-tasks';
import { ExamplesOfTasks1796069000000 } from './migrations/1796069000000-examples-of-tasks';
import { ProgressOfTasks1796085000000 } from './migrations/1796085000000-progress-of-tasks';
import { SeriesMemory1796134500000 } from './migrations/1796134500000-series-memory';
import { SearchOfJobs1796137000000 } from './migrations/1796137000000-search-of-jobs';

/** The tables shared by all verticals: jobs, schedules, labels, dataset versions, models, drift and alerts. */
const PLATFORM = {
  schema: 'platform',
  entities: [],
  /** Oldest first. A released one is never changed: see `migrations/released.json`. */
  migrations: [
    CreatePlatform1796041000000,
    RegistryOfTasks1796068000000,
    ExamplesOfTasks1796069000000,
    ProgressOfTasks1796085000000,
    SeriesMemory1796134500000,
    SearchOfJobs1796137000000,
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
