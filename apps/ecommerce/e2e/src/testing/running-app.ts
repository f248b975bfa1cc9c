import { type ModelVersion } from '@lintel/contracts';
import { type JobQueue } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/data/testing/postgres';
import { prepareTestModels } from '@lintel/service/testing/models';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const VERTICAL = join(__dirname, '../../..');
const MAIN = join(VERTICAL, 'api/dist/main.js');
const WEB = join(VERTICAL, 'web/out');
const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

/** The vertical as it is delivered: the built api serving the exported pages, with a database of its own. */
export interface RunningApp {
  readonly url: string;
  /** Of the database, which keeps the events, too. */
  readonly databaseUrl: string;
  readonly jobs: JobQueue;
  /** Lets the model of a folder answer. */
  serve(modelFolder: string): Promise<ModelVersion>;
  /** Takes the server away, as a power cut does. The database stays. */
  kill(): Promise<void>;
  /** Brings it back at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The vertical's model in the registry. */
export const RECOGNISER = 'ecommerce.product-recogniser';

/** @param modelFolder absent: there is no model yet */
export async function startApp(modelFolder?: string): Promise<RunningApp> {
  for (const built of [MAIN, join(WEB, 'index.html')]) {
    if (!existsSync(built)) throw new Error(`${built} is missing. Build first: npm run build`);
  }
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const serve = (folder: string): Promise<ModelVersion> => models.serve(RECOGNISER, folder);
  if (modelFolder !== undefined) await serve(modelFolder);
  const environment = { DATABASE_URL: postgres.url, ...models.environment, WEB_DIR: WEB };
  let server = await startServer(environment, '0').catch((error: unknown) => abandon(error, postgres));
  return {
    url: server.url,
    databaseUrl: postgres.url,
    jobs: models.platform.jobs,
    serve,
    kill: () => end(server.process, 'SIGKILL'),
    async start() {
      server = await startServer(environment, new URL(server.url).port);
    },
    async stop() {
      await end(server.process, 'SIGTERM');
      await models.close();
      await postgres.stop();
    },
  };
}

async function abandon(error: unknown, postgres: TestPostgres): Promise<never> {
  await postgres.stop();
  throw error;
}

interface Server {
  readonly url: string;
  readonly process: ChildProcess;
}

async function startServer(environment: Readonly<Record<string, string>>, port: string): Promise<Server> {
  const server = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: port, LOG_LEVEL: 'log', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  server.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      said.push(line);
      const url = /"url":"(http:[^"]+)"/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const ended = once(server, 'exit').then(() => null);
  const late = AbortSignal.timeout(START_WITHIN_MS);
  const timeout = once(late, 'abort').then(() => null);
  const url = await Promise.race([listening, ended, timeout]);
  if (url !== null) return { url, process: server };
  await end(server, 'SIGKILL');
  throw new Error(`The api did not start:\n${said.join('\n')}`);
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.kill(signal);
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_WITHIN_MS);
  await exit;
  clearTimeout(timer);
}
