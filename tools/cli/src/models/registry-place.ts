import { readFile } from 'node:fs/promises';
import { LintelError, type Promotion } from '@lintel/contracts';
import {
  ModelRegistry,
  openArtifactStore,
  openPlatformDatabase,
  readArtifactSettings,
  type ArtifactStore,
  type DataSource,
} from '@lintel/data';
import { type CommandContext } from '../command-context';
import { runningHere } from '../stream/connection';
import { auditedPromotion, type MoveAlias } from './audited-promotion';

export interface RegistryOptions {
  /** PostgreSQL; the artefact store and the key then come from the environment. */
  readonly database?: string;
  /** Data folder of the `npm start` to use. Default: `.lintel` of this checkout. */
  readonly dataDir?: string;
}

export interface OpenRegistry {
  readonly database: DataSource;
  readonly artifacts: ArtifactStore;
  readonly registry: ModelRegistry;
  /** Promotes a version, and writes it into the audit trail. */
  readonly audited: (action: string, by: string, move: MoveAlias) => Promise<Promotion>;
  /** @returns the private key (PEM) that signs models */
  readonly signingKey: () => Promise<string>;
}

/** Opens the registry, and always closes it afterwards. */
export async function withRegistry(
  { database: named, dataDir }: RegistryOptions,
  { environment }: CommandContext,
  work: (open: OpenRegistry) => Promise<void>,
): Promise<void> {
  const databaseUrl = named ?? (dataDir === undefined ? environment['DATABASE_URL'] : undefined);
  const place = databaseUrl ? fromEnvironment(databaseUrl, environment) : fromRunning(dataDir);
  const database = await openPlatformDatabase(place.databaseUrl, { poolSize: 2, waitMs: 5_000 });
  try {
    const artifacts = openArtifactStore(place.artifacts);
    const registry = new ModelRegistry(database, artifacts);
    const audited: OpenRegistry['audited'] = (action, by, move) => auditedPromotion(database, action, by, move);
    await work({ database, artifacts, registry, audited, signingKey: () => readKey(place.keyFile) });
  } finally {
    await database.destroy();
  }
}

function fromRunning(dataDir: string | undefined) {
  const { databaseUrl, artifactDir, privateKeyFile } = runningHere(dataDir);
  return { databaseUrl, artifacts: { folder: artifactDir }, keyFile: privateKeyFile };
}

function fromEnvironment(databaseUrl: string, environment: NodeJS.ProcessEnv) {
  const artifacts = readArtifactSettings(environment);
  if (artifacts === undefined) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'The artefact store of this database is not configured.',
      expected: 'ARTIFACT_DIR, or S3_ENDPOINT and S3_BUCKET, in the environment',
      received: 'none of them',
      cure: 'Set the same variables as for the apps that use this database.',
    });
  }
  return { databaseUrl, artifacts, keyFile: environment['MODEL_SIGNING_KEY'] };
}

async function readKey(file: string | undefined): Promise<string> {
  const missing = (received: string, cause?: unknown): LintelError =>
    new LintelError('INVALID_CONFIGURATION', {
      problem: 'There is no key to sign the model with.',
      expected: 'MODEL_SIGNING_KEY: the file of an ed25519 private key (PEM)',
      received,
      cure: 'Set MODEL_SIGNING_KEY to the private key whose public key the apps trust.',
      cause,
    });
  if (!file) throw missing('none');
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw missing(cause instanceof Error ? cause.message : String(cause), cause);
  });
}
