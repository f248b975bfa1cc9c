import { type ModelVersion } from '@lintel/contracts';
import { type Identities, type JobQueue } from '@lintel/data';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { startBuiltProgram } from '@lintel/e2e';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const VERTICAL = join(__dirname, '../../..');
const MAIN = join(VERTICAL, 'api/dist/main.js');
const WEB = join(VERTICAL, 'web/out');
/** The vertical's model in the registry. */
export const RECOGNISER = 'ecommerce.product-recogniser';

/** The vertical as it is delivered: the built api serving the exported pages, with its own database. */
export interface RunningApp {
  readonly url: string;
  /** Address of the database, which also stores the events. */
  readonly databaseUrl: string;
  readonly jobs: JobQueue;
  readonly identity: Identities;
  /** Headers of a program with every permission. */
  readonly headers: TestModels['headers'];
  /** Promotes the model of a folder. */
  serve(modelFolder: string): Promise<ModelVersion>;
  /** Kills the server, as a power cut does. The database stays. */
  kill(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @param modelFolder absent: there is no model yet */
export async function startApp(modelFolder?: string): Promise<RunningApp> {
  const index = join(WEB, 'index.html');
  if (!existsSync(index)) throw new Error(`${index} is missing. Build first: npm run build`);
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const serve = (folder: string): Promise<ModelVersion> => models.serve(RECOGNISER, folder);
  const release = async (): Promise<void> => {
    await models.close();
    await postgres.stop();
  };
  if (modelFolder !== undefined) await serve(modelFolder);
  const environment = { DATABASE_URL: postgres.url, ...models.environment, WEB_DIR: WEB };
  let server = await startBuiltProgram(MAIN, { ...environment, PORT: '0' }).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  return {
    url: server.url,
    databaseUrl: postgres.url,
    jobs: models.platform.jobs,
    identity: models.platform.identity,
    headers: models.headers,
    serve,
    kill: () => server.end('SIGKILL'),
    async start() {
      server = await startBuiltProgram(MAIN, { ...environment, PORT: new URL(server.url).port });
    },
    async stop() {
      await server.end('SIGTERM');
      await release();
    },
  };
}
