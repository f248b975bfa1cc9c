import { join } from 'node:path';
import { listeningMessageSchema } from '@lintel/contracts';
import { SERVING_ENVIRONMENT } from '@lintel/core-ml';
import { type SigningKeys } from './signing-keys';
import { type SupervisedProgram } from './supervised-program';
import { type Supervisor } from './supervisor';
import { type Vertical } from './vertical';

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
  /** Where each of the apps is, for the links between them. */
  readonly appLinks: string;
}

/** Starts a vertical's api, which serves its web app as well, and waits until it listens. */
export async function startApp(
  supervisor: Supervisor,
  vertical: Vertical,
  { port, databaseUrl, kafkaBrokers, dataDir, keys, dataKeyFile, appLinks }: AppPlace,
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
    APP_LINKS: appLinks,
    NODE_ENV: 'production',
    ...memory,
    ...(kafkaBrokers === undefined ? {} : { KAFKA_BROKERS: kafkaBrokers }),
    ...(vertical.web === undefined ? {} : { WEB_DIR: vertical.web }),
  };
  let listens = (): void => undefined;
  const listening = new Promise<void>((resolve) => (listens = resolve));
  const program = supervisor.start({
    name: vertical.name,
    script: vertical.main,
    // The caller's own options come last, and win.
    env: { ...environment, NODE_OPTIONS: [NODE_OPTIONS, process.env['NODE_OPTIONS'] ?? ''].join(' ').trim() },
    // The program says itself that it listens: whatever else answers on the port is another program.
    onMessage: (message) => {
      if (listeningMessageSchema.safeParse(message).success) listens();
    },
    ready: () => listening,
    stopWithinMs: STOP_WITHIN_MS,
  });
  await program.ready;
  return { vertical, url: addressAt(port), environment, program };
}

/** Where a browser on this machine finds an app. */
export function addressAt(port: number): string {
  return `http://localhost:${port}`;
}

/** Where models, dataset versions and checkpoints lie. */
export function artifactFolder(dataDir: string): string {
  return join(dataDir, 'artifacts');
}
