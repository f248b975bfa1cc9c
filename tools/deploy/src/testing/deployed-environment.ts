import { generateSigningKey } from '@lintel/core-ml';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containerUser } from './assembled-program';

/** The surroundings of a deployment's containers: a database, secrets as files, and a store of models. */
export interface DeployedEnvironment {
  readonly folder: string;
  readonly databaseUrl: string;
  /** Writable for the container's user, as an empty volume is. */
  readonly artifacts: string;
  readonly metricsToken: string;
  /** Environment of every container; the trainers' have more. */
  readonly environment: Readonly<Record<string, string>>;
  readonly trainer: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startDeployedEnvironment(): Promise<DeployedEnvironment> {
  const postgres = await startTestPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'lintel-deployed-'));
  chmodSync(folder, 0o755);
  const place = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    const { uid, gid } = containerUser();
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
    return path;
  };
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `${text}\n`);
    return path;
  };
  const { privateKeyPem, publicKeyPem } = generateSigningKey();
  const metricsToken = randomBytes(24).toString('base64url');
  const artifacts = place('artifacts');
  return {
    folder,
    databaseUrl: postgres.url,
    artifacts,
    metricsToken,
    environment: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      ARTIFACT_DIR: artifacts,
      DATABASE_URL_FILE: file('database-url', postgres.url),
      DATA_KEY_FILE: file('data-key', randomBytes(32).toString('base64')),
      METRICS_TOKEN_FILE: file('metrics-token', metricsToken),
      MODEL_TRUSTED_KEYS: file('trusted-key.pem', publicKeyPem),
    },
    trainer: {
      MODEL_SIGNING_KEY: file('signing-key.pem', privateKeyPem),
      WORK_DIR: place('work'),
      CACHE_DIR: place('cache'),
    },
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
