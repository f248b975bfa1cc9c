import { join } from 'node:path';
import { listeningMessageSchema } from '@lintel/contracts';
import { SERVING_ENVIRONMENT } from '@lintel/core-ml';
import { type SigningKeys } from './signing-keys';
import { type SupervisedProgram } from './supervised-program';
import { type Supervisor } from './supervisor';
import { type Vertical } from './vertical';

/** An app drains for at most 15 s. */
const STOP_WITHIN_MS = 20_000;

export interface App {
  readonly vertical: Vertical;
  /** Its address for browsers. */
  readonly url: string;
  /** The environment variables of the app and of its trainer. */
  readonly environment: Readonly<Record<string, string>>;
  readonly program: SupervisedProgram;
}

export interface AppPlace {
  readonly port: number;
  readonly databaseUrl: string;
  /** Undefined: events are stored in PostgreSQL. */
  readonly kafkaBrokers: string | undefined;
  readonly dataDir: string;
  readonly keys: SigningKeys;
  readonly dataKeyFile: string;
  /** The addresses of all apps, for the links between them. */
  readonly appLinks: string;
}

/** Starts a vertical's api, which also serves its web app, and waits until it listens. */
export async function startApp(
  supervisor: Supervisor,
  vertical: Vertical,
  { port, databaseUrl, kafkaBrokers, dataDir, keys, dataKeyFile, appLinks }: AppPlace,
): Promise<App> {
  // A trainer uses the other options: a dataset may need more heap than a server's limit.
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
    // The caller's own options come last and take precedence.
    env: { ...environment, NODE_OPTIONS: [NODE_OPTIONS, process.env['NODE_OPTIONS'] ?? ''].join(' ').trim() },
    // The program reports itself when it listens: an answer on the port could come from another program.
    onMessage: (message) => {
      if (listeningMessageSchema.safeParse(message).success) listens();
    },
    ready: () => listening,
    stopWithinMs: STOP_WITHIN_MS,
  });
  await program.ready;
  return { vertical, url: addressAt(port), environment, program };
}

/** The address of an app for browsers on this machine. */
export function addressAt(port: number): string {
  return `http://localhost:${port}`;
}

/** Folder of models, dataset versions and checkpoints. */
export function artifactFolder(dataDir: string): string {
  return join(dataDir, 'artifacts');
}
