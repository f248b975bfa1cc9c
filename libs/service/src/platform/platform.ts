import { LintelError } from '@lintel/contracts';
import {
  Alerts,
  DatasetVersions,
  DriftWindows,
  JobQueue,
  Labels,
  ModelRegistry,
  openArtifactStore,
  openPlatformDatabase,
  type ArtifactSettings,
  type ArtifactStore,
  type DataSource,
} from '@lintel/data';

/** Everything that is shared by the programs that work with jobs and models. */
export interface Platform {
  readonly database: DataSource;
  readonly artifacts: ArtifactStore;
  readonly registry: ModelRegistry;
  readonly datasets: DatasetVersions;
  readonly labels: Labels;
  readonly driftWindows: DriftWindows;
  readonly alerts: Alerts;
  readonly jobs: JobQueue;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly databaseUrl: string;
  readonly artifacts: ArtifactSettings;
  readonly poolSize?: number;
}

/** @throws LintelError where the database or the artefacts cannot be had */
export async function openPlatform({
  databaseUrl,
  artifacts: settings,
  ...options
}: PlatformOptions): Promise<Platform> {
  const database = await openPlatformDatabase(databaseUrl, options);
  try {
    const artifacts = openArtifactStore(settings);
    const jobs = await JobQueue.open(database, databaseUrl);
    return {
      database,
      artifacts,
      jobs,
      registry: new ModelRegistry(database, artifacts),
      datasets: new DatasetVersions(database, artifacts),
      labels: new Labels(database),
      driftWindows: new DriftWindows(database),
      alerts: new Alerts(database),
      close: () => database.destroy(),
    };
  } catch (error) {
    await database.destroy();
    throw error instanceof LintelError ? error : new Error('the platform could not be opened', { cause: error });
  }
}
