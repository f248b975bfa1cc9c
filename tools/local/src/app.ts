import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVING_ENVIRONMENT } from '@lintel/core-ml';
import { type SigningKeys } from './signing-keys';
import { type SupervisedProgram } from './supervised-program';
import { type Supervisor } from './supervisor';
import { type Vertical } from './vertical';

const POLL_MS = 100;
/** An app drains for 15 s at most. */
const STOP_WITHIN_MS = 20_000;

export interface App {
  readonly vertical: Vertical;
  /** Where a browser finds it. */
  readonly url: string;
  /** What the app is configured by; its trainer as well. */
  readonly environment: Readonly<Record<string, string>>;
  readonly program: SupervisedProgram;
}

export interface AppPlace {
  readonly port: number;
  readonly databaseUrl: string;
  /** Undefined: events go through PostgreSQL. */
  readonly kafkaBrokers: string | undefined;
  readonly dataDir: string;
  readonly keys: SigningKeys;
  readonly dataKeyFile: string;
}

/** Starts a vertical's api, which serves its web app as well, and waits until it answers. */
export async function startApp(
  supervisor: Supervisor,
  vertical: Vertical,
  { port, databaseUrl, kafkaBrokers, dataDir, keys, dataKeyFile }: AppPlace,
): Promise<App> {
  // A trainer shares the rest: a dataset may need more heap than a server's limit.
  const { NODE_OPTIONS, ...memory } = SERVING_ENVIRONMENT;
  const environment = {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    ARTIFACT_DIR: artifactFolder(dataDir),
    MODEL_TRUSTED_KEYS: keys.publicKeyFile,
    DATA_KEY_FILE: dataKeyFile,
    NODE_ENV: 'production',
    ...memory,
    ...(kafkaBrokers === undefined ? {} : { KAFKA_BROKERS: kafkaBrokers }),
    ...(vertical.web === undefined ? {} : { WEB_DIR: vertical.web }),
  };
  const program = supervisor.start({
    name: vertical.name,
    script: vertical.main,
    // What the caller says comes later, and wins.
    env: { ...environment, NODE_OPTIONS: [NODE_OPTIONS, process.env['NODE_OPTIONS'] ?? ''].join(' ').trim() },
    // Alive, not ready: without a model the page comes up all the same, and says so.
    ready: (signal) => untilOk(`http://127.0.0.1:${port}/health/live`, signal),
    stopWithinMs: STOP_WITHIN_MS,
  });
  await program.ready;
  return { vertical, url: `http://localhost:${port}`, environment, program };
}

/** Where models, dataset versions and checkpoints lie. */
export function artifactFolder(dataDir: string): string {
  return join(dataDir, 'artifacts');
}

/** Asks until the answer is 2xx; rejects when `signal` is aborted. */
export async function untilOk(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(url, { signal }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await sleep(POLL_MS, undefined, { signal });
  }
}
