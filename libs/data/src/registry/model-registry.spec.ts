import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { gatePolicySchema, loopPolicySchema } from '@lintel/contracts';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import type { DataSource } from '../database/orm';
import { DatasetVersions } from '../datasets/dataset-versions';
import { Labels } from '../datasets/labels';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { ModelRegistry, type NewModelVersion } from './model-registry';
import { gateReport, manifestOf, modelFiles } from './testing/model-fixtures';

const folder = temporaryFolder();
const artifacts = new FolderArtifactStore(join(folder, 'artefacts'));
let postgres: TestPostgres;
let database: DataSource;
let registry: ModelRegistry;

const declaration = (name: string) => ({ name, vertical: 'shop', title: 'Goods', gatePolicy: {}, loopPolicy: {} });
const newVersion = (changes: Partial<NewModelVersion> = {}): NewModelVersion => ({
  modelName: 'shop.goods',
  files: modelFiles(),
  datasetVersionId: null,
  jobId: null,
  modelCard: '# Goods',
  createdBy: 'Ada',
  ...changes,
});

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  registry = new ModelRegistry(database, artifacts);
  await registry.declareModel(declaration('shop.goods'));
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

describe('a declared model', () => {
  it('keeps the policies that people set when it is declared again', async () => {
    const first = await registry.declareModel({ ...declaration('shop.policies'), gatePolicy: { minimumGain: 0.1 } });
    expect(first).toMatchObject({ gatePolicy: { minimumGain: 0.1 }, champion: null, challenger: null, versions: 0 });
    const loopPolicy = loopPolicySchema.parse({ retrainAfterLabels: 50 });
    await registry.setPolicies('shop.policies', { loopPolicy }, 'Ada');
    await registry.setPolicies(
      'shop.policies',
      { gatePolicy: gatePolicySchema.parse({ minimumAccuracy: 0.5 }) },
      'Bob',
    );
    const again = { ...declaration('shop.policies'), title: 'Better goods', gatePolicy: { minimumGain: 0.2 } };
    const [model] = await Promise.all([1, 2, 3].map(() => registry.declareModel(again)));
    expect(model).toMatchObject({
      title: 'Better goods',
      gatePolicy: { minimumGain: 0, minimumAccuracy: 0.5 },
      loopPolicy: { retrainAfterLabels: 50 },
    });
    const wrong = { gatePolicy: { ...model!.gatePolicy, minimumAccuracy: 2 } };
    const error = await refusal(() => registry.setPolicies('shop.policies', wrong, 'Ada'));
    expect([error.code, error.received]).toEqual(['INVALID_ARGUMENT', expect.stringContaining('minimumAccuracy')]);
    expect((await registry.models()).map(({ name }) => name)).toContain('shop.policies');
  });

  it('counts the labels that no dataset version holds', async () => {
    const modelName = 'shop.counted';
    await registry.declareModel(declaration(modelName));
    const labels = new Labels(database);
    const add = (predictionId: string, className: string | null) =>
      labels.add({
        eventId: randomUUID(),
        modelName,
        predictionId,
        task: 'image-classification',
        inputSha256: createHash('sha256').update(predictionId).digest('hex'),
        predicted: { className: 'Coat' },
        target: className === null ? null : { className },
        author: 'Ada',
        givenAt: new Date().toISOString(),
      });
    const newLabels = async (): Promise<number> => (await registry.model(modelName)).newLabels;
    await add('1', 'Bag');
    await add('2', 'Bag');
    await add('2', null);
    expect(await newLabels()).toBe(1);
    await new DatasetVersions(database, artifacts).create({
      modelName,
      classNames: ['Coat', 'Bag'],
      base: { name: 'base', contentHash: 'a', licence: 'MIT', source: 'here', stored: false },
      baseCounts: { train: {}, validation: {}, test: {} },
      split: { seed: 1, validation: 0.1, test: 0.1 },
      labels: await labels.newest(modelName),
      createdBy: 'Ada',
    });
    expect(await newLabels()).toBe(0);
    await add('1', 'Coat');
    await add('3', 'Coat');
    expect(await newLabels()).toBe(2);
    expect(await labels.countSince(modelName, 1)).toBe(2);
  });

  it('must have a name of its vertical, and must be known', async () => {
    expect((await refusal(() => registry.declareModel(declaration('Goods')))).code).toBe('INVALID_ARGUMENT');
    expect((await refusal(() => registry.model('shop.none'))).code).toBe('NOT_FOUND');
    expect((await refusal(() => registry.setPolicies('shop.none', {}, 'Ada'))).code).toBe('NOT_FOUND');
    expect((await refusal(() => registry.register(newVersion({ modelName: 'shop.none' })))).code).toBe('NOT_FOUND');
  });
});

describe('a registered version', () => {
  it('gives back its files to the byte, and what is known of it', async () => {
    const files = modelFiles();
    const version = await registry.register(newVersion({ files }));
    expect(version).toMatchObject({ modelName: 'shop.goods', keyId: '0123456789abcdef', modelCard: '# Goods' });
    expect(version.manifest).toEqual(manifestOf(files.onnx));
    expect(version.gateReport).toBeNull();
    expect(await registry.version(version.id)).toEqual(version);
    expect(await registry.files(version.id)).toEqual(files);
    await registry.recordGates(version.id, gateReport(null, false));
    await registry.recordGates(version.id, gateReport(null));
    expect((await registry.version(version.id)).gateReport).toEqual(gateReport(null));
    expect((await registry.versions('shop.goods'))[0]).toEqual({
      id: version.id,
      modelName: 'shop.goods',
      number: version.number,
      createdAt: version.createdAt,
      createdBy: 'Ada',
      architecture: 'two-conv',
      parameters: 1_234,
      task: 'image-classification',
      headlines: [
        { key: 'accuracy', value: 0.875, interval: { low: 0.739, high: 0.945 }, unit: 'share', better: 'higher' },
        { key: 'macroF1', value: 0.865, interval: null, unit: 'share', better: 'higher' },
      ],
      onnxBytes: 1_000,
      onnxSha256: version.manifest.onnx.sha256,
      datasetVersionId: null,
      jobId: null,
      alias: null,
      gatesPassed: true,
    });
  });

  it('keeps its side files, and is refused if one is missing or another one', async () => {
    const beside = Buffer.from('what explains it');
    const described = {
      file: 'trees.bin',
      bytes: beside.length,
      sha256: createHash('sha256').update(beside).digest('hex'),
    };
    const files = modelFiles({ sideFiles: [described] });
    const complete = { ...files, sideFiles: new Map([['trees.bin', beside]]) };
    const { id } = await registry.register(newVersion({ files: complete }));
    expect(await registry.files(id)).toEqual(complete);
    for (const [sideFiles, code] of [
      [new Map<string, Buffer>(), 'MODEL_INVALID'],
      [new Map([['trees.bin', Buffer.from('other')]]), 'ARTIFACT_CORRUPT'],
    ] as const) {
      const change = registry.register(newVersion({ files: { ...files, sideFiles } }));
      await expect(change).rejects.toMatchObject({ code });
    }
  });

  it('answers the kind of question that its model was declared for', async () => {
    await registry.declareModel({
      ...{ name: 'shop.prices', vertical: 'shop', title: 'Prices', task: 'tabular-regression' },
      ...{ gatePolicy: { requiredValue: 5 }, loopPolicy: {} },
    });
    expect(await registry.model('shop.prices')).toMatchObject({
      task: 'tabular-regression',
      gatePolicy: { minimumGain: 0, requiredValue: 5 },
    });
    await expect(registry.register(newVersion({ modelName: 'shop.prices' }))).rejects.toMatchObject({
      code: 'MODEL_INVALID',
    });
  });

  it('may come without an evaluation', async () => {
    const { id } = await registry.register(newVersion({ files: modelFiles({ evaluation: null }) }));
    const summary = (await registry.versions('shop.goods')).find((one) => one.id === id);
    expect(summary).toMatchObject({ headlines: [], gatesPassed: null });
  });

  it('is one per job, also when registered concurrently, and keeps the files of the first', async () => {
    const jobId = randomUUID();
    const tries = Array.from({ length: 6 }, () => newVersion({ jobId, id: jobId, files: modelFiles() }));
    const versions = await Promise.all(tries.map((version) => registry.register(version)));
    expect(new Set(versions.map(({ manifestSha256 }) => manifestSha256)).size).toBe(1);
    const { manifest } = await registry.files(jobId);
    expect(tries.some(({ files }) => files.manifest.equals(manifest))).toBe(true);
    const again = await registry.register(newVersion({ jobId }));
    expect(again.id).toBe(jobId);
    expect((await registry.files(jobId)).manifest.equals(manifest)).toBe(true);
  });

  it('has a number, without gaps, also when registrations are concurrent or fail', async () => {
    await registry.declareModel(declaration('shop.numbers'));
    const failing = () =>
      database.transaction(async (transaction) => {
        await registry.register(newVersion({ modelName: 'shop.numbers' }), transaction);
        throw new Error('undone');
      });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        i % 3 === 0 ? failing() : registry.register(newVersion({ modelName: 'shop.numbers' })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    expect((await registry.versions('shop.numbers')).map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect((await registry.model('shop.numbers')).versions).toBe(8);
  });

  it('is refused where a byte of it has changed', async () => {
    const { id, manifest } = await registry.register(newVersion());
    for (const file of ['manifest.json', manifest.onnx.file]) {
      const key = `models/shop.goods/${id}/${file}`;
      const bytes = await artifacts.get(key);
      const changed = Buffer.from(bytes);
      changed[100]! ^= 1;
      await artifacts.put(key, changed);
      const error = await refusal(() => registry.files(id));
      expect(error.code).toBe('ARTIFACT_CORRUPT');
      expect(error.problem).toContain(file);
      await artifacts.put(key, bytes);
    }
    await registry.files(id);
  });

  it('is not made of files that do not belong together', async () => {
    const files = modelFiles();
    const before = (await artifacts.list('models/')).length;
    const wrong: [string, Partial<typeof files>][] = [
      ['ARTIFACT_CORRUPT', { onnx: modelFiles().onnx }],
      ['MODEL_INVALID', { manifest: Buffer.from('{}') }],
      ['MODEL_INVALID', { manifest: Buffer.from('no JSON') }],
      ['MODEL_INVALID', { signature: Buffer.from('{}') }],
    ];
    for (const [code, change] of wrong) {
      const error = await refusal(() => registry.register(newVersion({ files: { ...files, ...change } })));
      expect(error.code).toBe(code);
    }
    const unknown = newVersion({ datasetVersionId: randomUUID() });
    expect((await refusal(() => registry.register(unknown))).code).toBe('NOT_FOUND');
    expect(await artifacts.list('models/')).toHaveLength(before);
  });

  it('is never changed, neither in the database nor by another one of its id', async () => {
    const { id } = await registry.register(newVersion());
    const files = await registry.files(id);
    expect((await refusal(() => registry.register(newVersion({ id })))).code).toBe('CONFLICT');
    expect(await registry.files(id)).toEqual(files);
    const change = database.query("UPDATE platform.model_version SET created_by = 'Eve' WHERE id = $1", [id]);
    await expect(change).rejects.toThrow('never changed');
    await expect(database.query('DELETE FROM platform.model_version WHERE id = $1', [id])).rejects.toThrow(
      'never changed',
    );
  });

  it('is asked for by an id that exists', async () => {
    for (const id of [randomUUID(), 'none']) {
      const calls = [
        () => registry.version(id),
        () => registry.files(id),
        () => registry.recordGates(id, gateReport(null)),
      ];
      for (const call of calls) expect((await refusal(call)).code).toBe('NOT_FOUND');
    }
  });
});
