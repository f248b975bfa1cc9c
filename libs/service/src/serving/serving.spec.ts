import { type Problem } from '@lintel/contracts';
import {
  colourVariant,
  COLOURS_KERNEL,
  COLOURS_MANIFEST,
  writeColourModel,
} from '@lintel/core-ml/testing/colour-model';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { prepareTestModels, type TestModels } from '../testing/models';
import { startServingReplica, type ReplicaOptions, type ServingReplica } from '../testing/serving-replica';

jest.setTimeout(120_000);

const MODEL = 'shop.colours';
const PIXELS = 4 * 4 * 3;
let postgres: TestPostgres;
let models: TestModels;
let folder: string;
const replicas: ServingReplica[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  folder = await writeColourModel();
  await models.serve(MODEL, folder);
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.close()));
});
afterAll(async () => {
  await models.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

async function start(options: Partial<ReplicaOptions> = {}): Promise<ServingReplica> {
  const replica = await startServingReplica({ databaseUrl: postgres.url, models, modelName: MODEL, ...options });
  replicas.push(replica);
  return replica;
}

const red = Array.from({ length: PIXELS }, (_, at) => (at % 3 === 0 ? 1 : 0));
const body = (examples = 1): string =>
  JSON.stringify({
    inputs: [
      { name: 'pixels', shape: [examples, 4, 4, 3], datatype: 'FP32', data: new Array(examples).fill(red).flat() },
    ],
  });
const infer = (url: string, examples = 1): Promise<Response> =>
  fetch(`${url}/v2/models/${MODEL}/infer`, { method: 'POST', body: body(examples), headers: JSON_TYPE });
const JSON_TYPE = { 'content-type': 'application/json' };
const promote = (versionId: string): Promise<unknown> =>
  models.platform.registry.promote(MODEL, versionId, { by: 'test', override: true, reason: 'for a test' });

/**
 * Sends 200 requests a second to the urls in turn, without waiting for responses, until `end` is called. Sends fewer if
 * the machine cannot keep up, so that they do not pile up.
 */
function traffic(urls: readonly string[]) {
  const outcomes: { status: number; version: string }[] = [];
  const pending: Promise<unknown>[] = [];
  const send = async (): Promise<void> => {
    const response = await infer(urls[pending.length % urls.length]!);
    const answer = (await response.json()) as { model_version: string };
    outcomes.push({ status: response.status, version: answer.model_version });
  };
  const timer = setInterval(() => {
    if (pending.length - outcomes.length >= MOST_UNDER_WAY) return;
    pending.push(send().catch((error: unknown) => outcomes.push({ status: 0, version: String(error) })));
  }, 5);
  return {
    outcomes,
    /** @returns how many were sent */
    async end() {
      clearInterval(timer);
      await Promise.all(pending);
      return pending.length;
    },
  };
}

const MOST_UNDER_WAY = 50;

describe('a promotion', () => {
  it('under 200 requests a second fails none of them, and every replica has the new version within 2 s', async () => {
    const versions = [await models.register(MODEL, folder), await models.register(MODEL, folder)];
    const both = [await start(), await start()];
    await Promise.all(both.map(({ url }) => infer(url)));
    await delay(500);
    const load = traffic(both.map(({ url }) => url));
    await delay(1_000);
    const tookMs: number[] = [];
    // Back and forth: other load on the machine may delay one promotion, but not all of them.
    for (const { id } of [...versions, versions[0]!]) {
      const startedAt = Date.now();
      await promote(id);
      const on = (): boolean => both.every(({ model }) => model.server.champion?.id === id);
      while (!on() && Date.now() - startedAt < 10_000) await delay(5);
      expect(on()).toBe(true);
      tookMs.push(Date.now() - startedAt);
      await delay(300);
    }
    const sent = await load.end();
    expect(Math.min(...tookMs)).toBeLessThan(2_000);
    // A busy machine sends fewer; none of them may fail.
    expect(sent).toBeGreaterThan(50);
    expect(load.outcomes.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(load.outcomes.map(({ version }) => version))).toEqual(
      new Set(['1', ...versions.map(({ number }) => String(number))]),
    );
  });

  it('is undone by a roll-back, which every replica follows as well', async () => {
    const replica = await start();
    const before = replica.model.current();
    const { id } = await models.register(MODEL, folder);
    await promote(id);
    while (replica.model.current().id !== id) await delay(10);
    await models.platform.registry.rollBack(MODEL, { by: 'test' });
    while (replica.model.current().id !== before.id) await delay(10);
    expect(await (await infer(replica.url)).json()).toMatchObject({ model_version: String(before.number) });
  });
});

describe('a challenger in shadow', () => {
  it("never answers callers, and its answers are compared with the champion's", async () => {
    const replica = await start();
    // Gives every colour the name of the next one.
    const turned = [...COLOURS_MANIFEST.reading.classNames.slice(1), COLOURS_MANIFEST.reading.classNames[0]!];
    const challengerFolder = await writeColourModel(colourVariant('turned', COLOURS_KERNEL, turned));
    const { id } = await models.register(MODEL, challengerFolder);
    await rm(challengerFolder, { recursive: true });
    const { registry } = models.platform;
    await registry.challenge(MODEL, id, { mode: 'shadow' }, { by: 'test', override: true, reason: 'for a test' });
    while (replica.model.server.challenger?.id !== id) await delay(10);
    const answers = await Promise.all(Array.from({ length: 20 }, () => infer(replica.url)));
    const champion = String(replica.model.current().number);
    for (const answer of answers) expect(await answer.json()).toMatchObject({ model_version: champion });
    let report = await registry.challengeReport(MODEL);
    for (let left = 100; left > 0 && report?.examples !== 20; left--) {
      await delay(100);
      report = await registry.challengeReport(MODEL);
    }
    expect(report).toMatchObject({
      examples: 20,
      agreement: 0,
      changes: [{ from: 'red', to: 'green', count: 20 }],
      failed: 0,
    });
    await registry.withdraw(MODEL, { by: 'test' });
  });
});

describe('the inference protocol', () => {
  it('describes inputs, outputs and readiness, and answers tensors', async () => {
    const { url, model } = await start();
    const version = String(model.current().number);
    expect(await (await fetch(`${url}/v2/models/${MODEL}`)).json()).toEqual({
      name: MODEL,
      versions: [version],
      platform: 'onnx',
      inputs: [{ name: 'pixels', datatype: 'FP32', shape: [-1, 4, 4, 3] }],
      outputs: [
        { name: 'probabilities', datatype: 'FP32', shape: [-1, 6] },
        { name: 'embedding', datatype: 'FP32', shape: [-1, 3] },
      ],
    });
    expect(await (await fetch(`${url}/v2/models/${MODEL}/ready`)).json()).toEqual({ name: MODEL, ready: true });
    expect(await (await fetch(`${url}/v2/health/ready`)).json()).toEqual({ ready: true });
    const answer = (await (await infer(url, 3)).json()) as {
      outputs: { name: string; shape: number[]; data: number[] }[];
    };
    expect(answer.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['probabilities', [3, 6]],
      ['embedding', [3, 3]],
    ]);
    expect(answer.outputs[0]!.data[0]).toBeGreaterThan(0.5);
  });

  it('refuses unknown models, versions and shapes', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/v2/models/shop.none`)).status).toBe(404);
    expect((await fetch(`${url}/v2/models/${MODEL}/versions/999`)).status).toBe(404);
    const wrong = body().replace('[1,4,4,3]', '[1,2,8,3]');
    const response = await fetch(`${url}/v2/models/${MODEL}/infer`, {
      method: 'POST',
      body: wrong,
      headers: JSON_TYPE,
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as Problem).code).toBe('SHAPE_MISMATCH');
  });

  it('reads compressed bodies, and no more of them than may be sent uncompressed', async () => {
    const { url } = await start({ maxInferenceBytes: 20_000 });
    const post = (bytes: Uint8Array, coding: string): Promise<Response> =>
      fetch(`${url}/v2/models/${MODEL}/infer`, {
        method: 'POST',
        body: bytes,
        headers: { ...JSON_TYPE, 'content-encoding': coding },
      });
    const plain = Buffer.from(body(2));
    for (const [coding, bytes] of [
      ['gzip', gzipSync(plain)],
      ['deflate', deflateSync(plain)],
      ['deflate', deflateRawSync(plain)],
      ['br', brotliCompressSync(plain)],
      ['identity', plain],
    ] as const) {
      const answer = await post(bytes, coding);
      expect([coding, answer.status]).toEqual([coding, 200]);
      expect(await answer.json()).toMatchObject({ outputs: [{ shape: [2, 6] }, { shape: [2, 3] }] });
    }
    const codeOf = async (answer: Response): Promise<[number, string]> => [
      answer.status,
      ((await answer.json()) as Problem).code,
    ];
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    expect(bomb.length).toBeLessThan(20_000);
    expect(await codeOf(await post(bomb, 'gzip'))).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(await codeOf(await post(Buffer.alloc(20_001, ' '), 'identity'))).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(await codeOf(await post(gzipSync(plain).subarray(0, -20), 'gzip'))).toEqual([400, 'INVALID_ARGUMENT']);
    expect(await codeOf(await post(plain, 'gzip'))).toEqual([400, 'INVALID_ARGUMENT']);
    expect(await codeOf(await post(plain, 'zstd'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('refuses NaN by the name of its tensor', async () => {
    const { url } = await start();
    const bad = body().replace('"data":[1', '"data":[NaN');
    const answer = await fetch(`${url}/v2/models/${MODEL}/infer`, { method: 'POST', body: bad, headers: JSON_TYPE });
    expect(answer.status).toBe(400);
    expect((await answer.json()) as Problem).toMatchObject({
      code: 'INVALID_ARGUMENT',
      detail: 'In the inference request, the input tensor pixels cannot be used.',
    });
  });

  it('has metrics: batches by release reason, waiting requests and times, rejections', async () => {
    const { url } = await start();
    await Promise.all(Array.from({ length: 8 }, () => infer(url)));
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const labels = `{model="${MODEL}",side="champion"`;
    expect(metrics).toContain(`lintel_model_examples_total${labels}} 8\n`);
    expect(metrics).toMatch(/lintel_model_batches_total\{model="shop.colours",side="champion",reason="idle"\} [1-8]\n/);
    expect(metrics).toContain(`lintel_model_rejected_total${labels}} 0\n`);
    expect(metrics).toContain(`lintel_model_oldest_wait_ms${labels}} 0\n`);
    expect(metrics).toContain(`lintel_model_run_ms_bucket${labels},le="+Inf"}`);
  });
});
