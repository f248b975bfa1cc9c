import { COLOURS_MANIFEST, COLOURS_ONNX } from '@lintel/core-ml/testing/colour-model';
import { createDatabase } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/data/testing/postgres';
import { type RunningService } from '@lintel/service';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EcommerceConfig } from './config';
import { migrations } from './migrations';
import { RecognitionRow } from './recognition/recognition-row';
import { startEcommerce } from './start-ecommerce';
import { formOf, picture, problemIn } from './testing/test-api';

jest.setTimeout(60_000);

let postgres: TestPostgres;
let folder: string;
const running: RunningService[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-api-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => postgres.stop());

async function start(overrides: Partial<EcommerceConfig> = {}): Promise<RunningService> {
  const service = await startEcommerce({
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: postgres.url,
    MODEL_DIR: join(folder, 'model'),
    LOG_LEVEL: 'fatal',
    SHUTDOWN_TIMEOUT_MS: 5_000,
    ...overrides,
  });
  running.push(service);
  return service;
}

/** As training publishes a model: complete in a folder beside, then renamed. */
async function publishModel(name: string, onnx: Uint8Array = COLOURS_ONNX): Promise<void> {
  const target = join(folder, 'model');
  await mkdir(join(folder, 'next'));
  await writeFile(join(folder, 'next', 'colours.onnx'), onnx);
  await writeFile(join(folder, 'next', 'manifest.json'), JSON.stringify({ ...COLOURS_MANIFEST, name }));
  await rm(target, { recursive: true, force: true });
  await rename(join(folder, 'next'), target);
}

async function servedName(service: RunningService): Promise<string> {
  const response = await fetch(`${service.url}/v1/model`);
  return response.ok ? ((await response.json()) as { name: string }).name : String(response.status);
}

async function eventually(service: RunningService, name: string): Promise<void> {
  for (let left = 100; left > 0 && (await servedName(service)) !== name; left--) await delay(100);
  expect(await servedName(service)).toBe(name);
}

const recognise = async (service: RunningService): Promise<Response> =>
  fetch(`${service.url}/v1/recognitions`, { method: 'POST', body: formOf(await picture('red')) });

describe('the api without a model', () => {
  it('starts, says that it is not ready and why, and serves the model as soon as there is one', async () => {
    const service = await start();
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${service.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { database: { ready: true }, model: { ready: false } } });

    for (const response of [await recognise(service), await fetch(`${service.url}/v1/model`)]) {
      expect(response.status).toBe(503);
      const problem = await problemIn(response);
      expect(problem.code).toBe('MODEL_NOT_READY');
      expect(problem.cure).toContain('lintel train');
      expect(JSON.stringify(problem)).not.toContain(folder);
    }

    await publishModel('first');
    await eventually(service, 'first');
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect((await recognise(service)).status).toBe(201);
  });

  it('says so, and not where it lies, when the model that appears is damaged', async () => {
    const service = await start();
    await publishModel('damaged', Buffer.from('not a graph'));
    for (let left = 100; left > 0; left--) {
      const { checks } = (await (await fetch(`${service.url}/health/ready`)).json()) as Health;
      if (checks.model.reason?.includes('ARTIFACT_CORRUPT')) break;
      await delay(100);
    }
    const response = await fetch(`${service.url}/v1/model`);
    const problem = await problemIn(response);
    expect(problem.detail).toContain('ARTIFACT_CORRUPT');
    expect(JSON.stringify(problem)).not.toContain(folder);
  });
});

interface Health {
  checks: { model: { reason?: string } };
}

describe('a new model', () => {
  it('takes over while pictures are being recognised, and no request notices', async () => {
    await publishModel('first');
    const service = await start();
    let swapped = false;
    const statuses: number[] = [];
    const traffic = Array.from({ length: 4 }, async () => {
      while (!swapped) statuses.push((await recognise(service)).status);
    });
    await publishModel('second');
    await eventually(service, 'second').finally(() => (swapped = true));
    await Promise.all(traffic);
    expect(new Set(statuses)).toEqual(new Set([201]));
  });

  it('that is damaged leaves the old one in its place', async () => {
    await publishModel('good');
    const service = await start();
    await publishModel('damaged', Buffer.from('not a graph'));
    await delay(2_500);
    expect(await servedName(service)).toBe('good');
    expect((await recognise(service)).status).toBe(201);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });
});

describe('the database of the api', () => {
  it('is migrated once when two replicas start at the same time, and both serve the same history', async () => {
    const empty = await startTestPostgres();
    await publishModel('first');
    const replicas = await Promise.all([start({ DATABASE_URL: empty.url }), start({ DATABASE_URL: empty.url })]);
    expect((await recognise(replicas[0])).status).toBe(201);
    expect(await (await fetch(`${replicas[1].url}/v1/recognitions`)).json()).toMatchObject({ total: 1 });
    await Promise.all(replicas.map((service) => service.close()));
    await empty.stop();
  });

  it('has the tables that the entities describe: nothing is left for TypeORM to change', async () => {
    await start();
    const database = await createDatabase({
      url: postgres.url,
      schema: 'ecommerce',
      entities: [RecognitionRow],
      migrations,
    });
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await database.destroy();
  });

  it('that goes away is told as such, and the service lives on', async () => {
    const doomed = await startTestPostgres();
    await publishModel('first');
    const service = await start({ DATABASE_URL: doomed.url });
    await doomed.stop();
    for (const response of [await recognise(service), await fetch(`${service.url}/v1/recognitions`)]) {
      expect(response.status).toBe(503);
      expect((await problemIn(response)).code).toBe('SERVICE_UNAVAILABLE');
    }
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });
});
