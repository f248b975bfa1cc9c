import { headlinesOf, LintelError, type ModelVersion } from '@lintel/contracts';
import { addRandomBackbone } from '@lintel/core-ml/testing/random-backbone';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { failureOf, preparationOf } from '../../../platform/first-training';
import { openSubjectData, type SubjectData } from '../../../privacy/subject-data';
import { prepareTestModels, type TestModels } from '../../../testing/models';
import { assembleDataset } from './assemble-dataset';
import { type JobContext } from '../../job-context';
import { barsModel } from '../../testing/bars-model';
import { trainJob } from '../../train-job';
import { type TrainablePictures } from './trainable-pictures';

jest.setTimeout(240_000);

const NAME = 'shop.goods';
const model: TrainablePictures = {
  ...barsModel,
  name: NAME,
  title: 'Goods',
  gates: { minimumGain: -0.5 },
  pretrained: {
    name: 'goods',
    backbone: 'efficientnet-lite0',
    classes: [
      { name: 'Cup', members: [504, 968] },
      { name: 'T-shirt', members: [610] },
      { name: 'Banana', members: [954] },
    ],
    base: { name: 'classes of a published network', licence: 'Apache-2.0', source: 'a test' },
    unsureBelow: 0.25,
    seed: 1,
    test: 0.3,
    intendedUse: 'Names goods.',
    limits: ['Was not measured here.'],
    translations: {},
  },
};

let postgres: TestPostgres;
let models: TestModels;
let subjects: SubjectData;
let folder: string;
const lines: string[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  folder = await mkdtemp(join(tmpdir(), 'lintel-goods-'));
  subjects = await openSubjectData('shop', models.platform, models.environment);
  await addRandomBackbone(join(folder, 'backbones'));
  const { gates, loop } = model;
  await models.platform.registry.declareModel({
    name: NAME,
    vertical: 'shop',
    title: 'Goods',
    gatePolicy: { ...gates },
    loopPolicy: { ...loop },
  });
});
afterAll(async () => {
  await models.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

async function contextOf(): Promise<JobContext> {
  const job = await models.platform.jobs.enqueue({
    kind: 'train',
    vertical: 'shop',
    modelName: NAME,
    parameters: {},
    requestedBy: 'Ada',
    reason: 'person',
  });
  return {
    job,
    platform: models.platform,
    subjects,
    workDir: join(folder, 'jobs', job.id),
    cacheDir: join(folder, 'datasets'),
    backboneDir: join(folder, 'backbones'),
    signingKey: await readFile(models.signingKeyFile, 'utf8'),
    trustedKeys: [await readFile(models.environment.MODEL_TRUSTED_KEYS, 'utf8')],
    codeCommit: null,
    keptDays: undefined,
    signal: new AbortController().signal,
    report: () => undefined,
    epoch: () => undefined,
    log: (line) => lines.push(line),
    interruptions: [],
  };
}

const train = async (): Promise<Record<string, unknown>> => trainJob(model, {}, await contextOf());

async function label(className: string, colour: string, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const size = 60 + at;
    const picture = await sharp({ create: { width: size, height: size, channels: 3, background: colour } })
      .png()
      .toBuffer();
    const inputSha256 = await subjects.pictures.put(picture, await subjects.vault.sealer('customer-1'));
    await models.platform.labels.add({
      eventId: randomUUID(),
      modelName: NAME,
      predictionId: randomUUID(),
      task: 'image-classification',
      predicted: { className: 'Banana' },
      target: { className },
      inputSha256,
      author: 'Ada',
      givenAt: new Date().toISOString(),
    });
  }
}

describe('a model that stands on a backbone', () => {
  it('has a first version without training or pictures, which serves at once and says so', async () => {
    const result = await train();
    expect(result).toMatchObject({ number: 1, outcome: 'champion', gatesPassed: true });
    const version = await champion();
    expect(version.manifest).toMatchObject({
      name: 'goods',
      evaluation: null,
      training: { network: null },
      reading: { classNames: ['Cup', 'T-shirt', 'Banana'] },
      dataset: { name: 'classes of a published network', examples: { train: 0, test: 0 } },
    });
    expect(version.modelCard).toContain('Names goods.');
    expect(version.modelCard).toContain('Was not measured here.');
    expect(version.modelCard).not.toContain('| Cup |');
    const job = { status: 'succeeded', endedAt: new Date().toISOString(), result } as never;
    expect(preparationOf(job)).toMatchObject({ stage: 'evaluation' });
    expect(failureOf(job)).toBeNull();
  });

  it('says how many checked pictures are missing before it can learn', async () => {
    await label('T-shirt', '#d02020', 4);
    await expect(train()).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      expected: 'at least 10 pictures to train on, of at least two classes',
      received: expect.stringMatching(/^[1-4] pictures of 1 classes$/) as string,
    });
  });

  it('learns a known and a new class from a few dozen checked pictures, and is compared with the start', async () => {
    await label('T-shirt', '#d02020', 20);
    await label('Dress', '#2030d0', 24);
    const result = await train();
    const made = await models.platform.registry.version(result['versionId'] as string);
    expect(made.manifest.reading).toMatchObject({ classNames: ['Cup', 'T-shirt', 'Banana', 'Dress'] });
    expect(headlinesOf(made.manifest)[0]!.value).toBeGreaterThan(0.9);
    expect(made.gateReport).toMatchObject({ passed: true, comparison: { challenger: 1 } });
    expect(result).toMatchObject({ number: 2, outcome: 'challenger', gatesPassed: true });
    expect(made.modelCard).toMatch(/\| Dress \|/);
  });

  it('trains a network on the pictures of the vertical if the backbone is missing', async () => {
    const context = await contextOf();
    const options = { ...context, pictures: subjects.pictures, createdBy: 'Ada', likeModelVersion: null };
    const absent = await assembleDataset(model, models.platform, { ...options, backboneDir: join(folder, 'none') });
    expect(absent.recipe.kind).toBe('network');
    expect(absent.version.base.name).toBe('bars');
    const present = await assembleDataset(model, models.platform, options);
    expect(present.recipe.kind).toBe('pretrained');
  });

  it('refuses to follow a version on the backbone with a network of other pictures, and says what is missing', async () => {
    await rename(join(folder, 'backbones'), join(folder, 'gone'));
    try {
      const error: unknown = await train().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(LintelError);
      expect(error).toMatchObject({ code: 'NOT_FOUND', cure: 'Add it: lintel backbone add efficientnet-lite0' });
    } finally {
      await rename(join(folder, 'gone'), join(folder, 'backbones'));
    }
  });

  async function champion(): Promise<ModelVersion> {
    const { champion: id } = await models.platform.registry.aliases(NAME);
    return models.platform.registry.version(id!);
  }
});
