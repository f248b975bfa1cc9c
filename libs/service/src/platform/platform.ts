import { LintelError } from '@lintel/contracts';
import {
  Alerts,
  Approvals,
  AuditTrail,
  DatasetVersions,
  DriftWindows,
  JobQueue,
  Labels,
  ModelRegistry,
  openArtifactStore,
  openIdentities,
  openPlatformDatabase,
  promoteModelAction,
  type ArtifactSettings,
  type ArtifactStore,
  type DataSource,
  type Identities,
  type SessionLimits,
} from '@lintel/data';

/** The resources shared by the programs that work with jobs and models. */
export interface Platform {
  readonly database: DataSource;
  readonly artifacts: ArtifactStore;
  readonly registry: ModelRegistry;
  readonly datasets: DatasetVersions;
  readonly labels: Labels;
  readonly driftWindows: DriftWindows;
  readonly alerts: Alerts;
  readonly jobs: JobQueue;
  readonly identity: Identities;
  readonly audit: AuditTrail;
  readonly approvals: Approvals;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly databaseUrl: string;
  readonly artifacts: ArtifactSettings;
  readonly poolSize?: number;
  readonly sessions?: SessionLimits;
}

/** @throws LintelError if the database or the artefacts are not available */
export async function openPlatform({
  databaseUrl,
  artifacts: settings,
  sessions,
  ...options
}: PlatformOptions): Promise<Platform> {
  const database = await openPlatformDatabase(databaseUrl, options);
  try {
    const artifacts = openArtifactStore(settings);
    const jobs = await JobQueue.open(database, databaseUrl);
    const registry = new ModelRegistry(database, artifacts);
    const approvals = new Approvals(database);
    approvals.register(promoteModelAction(registry));
    return {
      database,
      artifacts,
      jobs,
      registry,
      approvals,
      audit: new AuditTrail(database),
      datasets: new DatasetVersions(database, artifacts),
      labels: new Labels(database),
      driftWindows: new DriftWindows(database),
      alerts: new Alerts(database),
      identity: openIdentities(database, sessions),
      close: () => database.destroy(),
    };
  } catch (error) {
    await database.destroy();
    throw error instanceof LintelError ? error : new Error('the platform could not be opened', { cause: error });
  }
}
