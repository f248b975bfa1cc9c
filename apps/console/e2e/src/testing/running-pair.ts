import { COLOURS_MANIFEST, writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { startBuiltProgram, type BuiltProgram } from '@lintel/e2e';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const APPS = join(__dirname, '../../../..');
export const PAIR_MODEL = 'ecommerce.product-recogniser';

/** The shop and the console with their addresses known to each other, and a challenger in the shadow of the champion. */
export interface RunningPair {
  readonly shop: string;
  readonly console: string;
  readonly models: TestModels;
  readonly output: () => string;
  stop(): Promise<void>;
}

export async function startPair(): Promise<RunningPair> {
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const programs: BuiltProgram[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.end('SIGTERM')));
    await models.close();
    await postgres.stop();
  };
  try {
    await compete(models);
    const [shopPort, consolePort] = await Promise.all([freePort(), freePort()]);
    const at = (port: number): string => `http://127.0.0.1:${port}`;
    const links = { APP_LINKS: `ecommerce=${at(shopPort)},console=${at(consolePort)}` };
    const environment = { DATABASE_URL: postgres.url, ...models.environment, ...links };
    const start = async (app: string, port: number): Promise<string> => {
      const own = { PORT: String(port), WEB_DIR: join(APPS, app, 'web/out') };
      const program = await startBuiltProgram(join(APPS, app, 'api/dist/main.js'), { ...environment, ...own });
      programs.push(program);
      return program.url;
    };
    const shop = await start('ecommerce', shopPort);
    const console_ = await start('console', consolePort);
    const output = (): string => programs.map((program) => program.output()).join('\n');
    return { shop, console: console_, models, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The challenger takes every colour for another one. */
async function compete(models: TestModels): Promise<void> {
  const { registry } = models.platform;
  const [right, wrong] = await Promise.all([
    writeColourModel(),
    writeColourModel({
      manifest: {
        ...COLOURS_MANIFEST,
        reading: { ...COLOURS_MANIFEST.reading, classNames: [...COLOURS_MANIFEST.reading.classNames].reverse() },
      },
    }),
  ]);
  try {
    await models.serve(PAIR_MODEL, right);
    const challenger = await models.register(PAIR_MODEL, wrong);
    await registry.declareModel({
      name: PAIR_MODEL,
      vertical: 'ecommerce',
      title: 'Colours',
      gatePolicy: {},
      loopPolicy: {},
      description: {
        intendedUse: 'Names a colour.',
        limits: [],
        translations: {},
        training: {
          architecture: 'two-conv',
          architectures: ['two-conv'],
          epochs: 6,
          batchSize: 128,
          precision: 'float32',
          seed: 1,
        },
        // As the trainer of the shop declares them.
        predictions: { picture: '/v1/recognitions/{id}/thumbnail', page: '/history/?id={id}' },
      },
    });
    const request = { by: 'test', override: true, reason: 'for a test' };
    await registry.challenge(PAIR_MODEL, challenger.id, { mode: 'shadow' }, request);
  } finally {
    await Promise.all([right, wrong].map((folder) => rm(folder, { recursive: true })));
  }
}

/** Both have to know the address of the other before they start. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
