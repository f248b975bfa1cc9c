import { type ModelVersion } from '@lintel/contracts';
import { COLOURS_MANIFEST, COLOURS_ONNX, writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { createDatabase } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { type RunningService } from '@lintel/service';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ecommerceConfigSchema, type EcommerceConfig } from './config';
import { migrations } from './migrations';
import { RECOGNISER } from './model/recogniser';
import { RecognitionRow } from './recognition/recognition-row';
import { startEcommerce } from './start-ecommerce';
import { formOf, picture, problemIn } from './testing/test-api';

jest.setTimeout(60_000);

let postgres: TestPostgres;
let models: TestModels;
const running: RunningService[] = [];

beforeEach(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
  await models.close();
  await postgres.stop();
});

async function start(overrides: Partial<EcommerceConfig> = {}): Promise<RunningService> {
  const config = ecommerceConfigSchema.parse({
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: postgres.url,
    ...models.environment,
    LOG_LEVEL: 'fatal',
    SHUTDOWN_TIMEOUT_MS: 5_000,
    ...overrides,
  });
  const service = await startEcommerce(config);
  running.push(service);
  return service;
}

/** Registers the colour model with another name in its manifest, and promotes it. */
async function serve(name: string): Promise<ModelVersion> {
  const folder = await writeColourModel({ manifest: { ...COLOURS_MANIFEST, name } });
  try {
    return await models.serve(RECOGNISER, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A model whose file was changed after it was registered. */
async function serveDamaged(): Promise<void> {
  const folder = await writeColourModel({ manifest: { ...COLOURS_MANIFEST, name: 'damaged' } });
  const { id } = await models.register(RECOGNISER, folder);
  const file = join(models.environment.ARTIFACT_DIR, 'models', RECOGNISER, id, 'colours.onnx');
  await writeFile(file, Buffer.concat([COLOURS_ONNX, Buffer.from('x')]));
  await models.platform.registry.promote(RECOGNISER, id, { by: 'test', override: true, reason: 'for a test' });
  await rm(folder, { recursive: true });
}

const get = (service: RunningService, path: string): Promise<Response> =>
  fetch(service.url + path, { headers: models.headers });

async function servedName(service: RunningService): Promise<string> {
  const response = await get(service, '/v1/model');
  return response.ok ? ((await response.json()) as { name: string }).name : String(response.status);
}

async function eventually(service: RunningService, name: string): Promise<void> {
  for (let left = 100; left > 0 && (await servedName(service)) !== name; left--) await delay(100);
  expect(await servedName(service)).toBe(name);
}

const recognise = async (service: RunningService): Promise<Response> =>
  fetch(`${service.url}/v1/recognitions`, {
    method: 'POST',
    body: formOf(await picture('red')),
    headers: models.headers,
  });

describe('the api without a model', () => {
  it('starts, reports that it is not ready and why, and serves the model as soon as there is one', async () => {
    const service = await start();
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${service.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      checks: { database: { ready: true }, [`model ${RECOGNISER}`]: { ready: false } },
    });

    for (const response of [await recognise(service), await get(service, '/v1/model')]) {
      expect(response.status).toBe(503);
      const problem = await problemIn(response);
      expect(problem.code).toBe('MODEL_NOT_READY');
      expect(problem.cure).toContain('lintel models register');
      expect(JSON.stringify(problem)).not.toContain(models.environment.ARTIFACT_DIR);
    }

    await serve('first');
    await eventually(service, 'first');
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect((await recognise(service)).status).toBe(201);
  });

  it('reports a damaged model, without its path', async () => {
    const service = await start();
    await serveDamaged();
    for (let left = 100; left > 0; left--) {
      const { checks } = (await (await fetch(`${service.url}/health/ready`)).json()) as Health;
      if (checks[`model ${RECOGNISER}`]?.reason?.includes('ARTIFACT_CORRUPT')) break;
      await delay(100);
    }
    const response = await get(service, '/v1/model');
    const problem = await problemIn(response);
    expect(problem.detail).toContain('ARTIFACT_CORRUPT');
    expect(JSON.stringify(problem)).not.toContain(models.environment.ARTIFACT_DIR);
  });
});

interface Health {
  checks: Record<string, { reason?: string }>;
}

describe('a new model', () => {
  it('takes over while pictures are being recognised, without a failed request', async () => {
    await serve('first');
    const service = await start();
    let swapped = false;
    const statuses: number[] = [];
    const traffic = Array.from({ length: 4 }, async () => {
      while (!swapped) statuses.push((await recognise(service)).status);
    });
    await serve('second');
    await eventually(service, 'second').finally(() => (swapped = true));
    await Promise.all(traffic);
    expect(new Set(statuses)).toEqual(new Set([201]));
  });

  it('that is damaged leaves the old one in service', async () => {
    await serve('good');
    const service = await start();
    await serveDamaged();
    await delay(2_500);
    expect(await servedName(service)).toBe('good');
    expect((await recognise(service)).status).toBe(201);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });
});

describe('the database of the api', () => {
  it('is migrated once when two replicas start at the same time, and both serve the same history', async () => {
    await serve('first');
    const replicas = await Promise.all([start(), start()]);
    expect((await recognise(replicas[0])).status).toBe(201);
    expect(await (await get(replicas[1], '/v1/recognitions')).json()).toMatchObject({ total: 1 });
  });

  it('matches the entities: TypeORM has nothing to change', async () => {
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

  it('that becomes unreachable is reported, and the service keeps running', async () => {
    await serve('first');
    const service = await start();
    await postgres.stop();
    for (const response of [await recognise(service), await get(service, '/v1/recognitions')]) {
      expect(response.status).toBe(503);
      expect((await problemIn(response)).code).toBe('SERVICE_UNAVAILABLE');
    }
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });
});
