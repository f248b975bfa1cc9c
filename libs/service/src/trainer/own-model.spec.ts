import { type Dataset, type DatasetVersion, type Job, type ModelVersion } from '@lintel/contracts';
import { withBackground } from '@lintel/core-ml';
import { decodingPreprocessor, runPipeline, type Pipeline } from '@lintel/core-ml/training';
import { barDataset, barPicture, barPipeline } from '@lintel/core-ml/testing/bars';
import { baseCountsOf, BasePictures, type PictureBase } from '@lintel/data';
import { concatDatasets, subset } from '@lintel/datasets';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { openSubjectData } from '../privacy/subject-data';
import { prepareTestModels, type TestModels } from '../testing/models';
import { prepareStored } from './tasks/image-classification/prepared-pictures';
import { BARS } from './testing/bars-model';
import { startBarsTrainer, type RunningBarsTrainer } from './testing/start-bars-trainer';

jest.setTimeout(300_000);

let postgres: TestPostgres;
let models: TestModels;
let trainer: RunningBarsTrainer | undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-own-model-'));
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
});
afterEach(async () => {
  await trainer?.stop();
  trainer = undefined;
  await models.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The person's class for each bar: "horizontal" is also a class of the vertical's base, "slash" is not. */
const OWN = [
  ['horizontal', 1],
  ['slash', 0],
] as const;

const hashOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

function png(label: number, seed: number): Promise<Buffer> {
  return sharp(barPicture(label, seed), { raw: { width: 12, height: 12, channels: 1 } })
    .png()
    .toBuffer();
}

/** A user's model: larger pictures in colour, padded, and two classes. */
const ownPipeline: Pipeline = {
  ...barPipeline,
  name: 'mine',
  preprocessing: { kind: 'image', height: 16, width: 16, channels: 3, fit: 'contain', background: 'as-is' },
  training: { epochs: 6, batchSize: 32 },
};

/** Trains on a folder of pictures and registers them with the model, as `lintel models register` does. */
async function registerOwnModel(): Promise<{ version: ModelVersion; datasetVersion: DatasetVersion }> {
  const { artifacts, datasets, registry } = models.platform;
  const files: Buffer[] = [];
  const pictures: PictureBase['pictures'][number][] = [];
  for (let at = 0; at < 240; at++) {
    const [className, label] = OWN[at % 2]!;
    const file = await png(label, 500 + at);
    files.push(file);
    const sha256 = hashOf(file);
    pictures.push({ sha256, className, part: at < 160 ? 'train' : at < 180 ? 'validation' : 'test' });
  }
  const base = { classNames: OWN.map(([name]) => name), pictures };
  const bases = new BasePictures(artifacts);
  const { contentHash } = await bases.put(base, (index) => Promise.resolve(files[index]!));
  const preprocessor = decodingPreprocessor(ownPipeline.preprocessing);
  const how = { classNames: base.classNames, cacheDir: join(folder, 'cache'), signal: new AbortController().signal };
  const prepare = (part: string) =>
    prepareStored(
      pictures.filter((one) => one.part === part),
      hashOf(`${contentHash} ${part}`),
      bases,
      preprocessor,
      how,
    );
  const out = join(folder, 'mine');
  await runPipeline(ownPipeline, {
    dataset: {
      name: 'my pictures',
      train: await prepare('train'),
      validation: await prepare('validation'),
      test: await prepare('test'),
    },
    out,
  });
  await registry.declareModel({ name: BARS, vertical: 'shop', title: 'Bars', gatePolicy: LENIENT, loopPolicy: {} });
  const datasetVersion = await datasets.create({
    modelName: BARS,
    base: { name: 'my pictures', contentHash, licence: 'mine', source: 'a folder', stored: true },
    baseCounts: baseCountsOf(base),
    classNames: base.classNames,
    split: { seed: 1, validation: 0.1, test: 0.3 },
    labels: [],
    createdBy: 'Ada',
  });
  return { version: await models.serve(BARS, out, datasetVersion.id), datasetVersion };
}

/** This test is about the differences, not about the quality of the models. */
const LENIENT = { minimumGain: -1, classFloor: { minimumRecall: 0, maximumRecallLoss: 1 } };

async function label(picture: Buffer, predictedClass: string, className: string): Promise<void> {
  const { vault, pictures } = await openSubjectData('shop', models.platform, models.environment);
  const inputSha256 = await pictures.put(picture, await vault.sealer('customer-1'));
  const said = {
    task: 'image-classification',
    predicted: { className: predictedClass },
    target: { className },
  } as const;
  const verdict = { ...said, predictionId: randomUUID(), inputSha256, author: 'Ada' };
  const givenAt = new Date().toISOString();
  await models.platform.labels.add({ ...verdict, modelName: BARS, givenAt, eventId: randomUUID() });
}

async function train(parameters: object = {}): Promise<{ job: Job; version: ModelVersion; log: string }> {
  trainer ??= await startBarsTrainer(postgres.url, models);
  const { jobs, registry } = models.platform;
  const request = { kind: 'train', vertical: 'shop', modelName: BARS, parameters } as const;
  const { id } = await jobs.enqueue({ ...request, requestedBy: 'Ada', reason: 'person' });
  for (const end = Date.now() + 200_000; Date.now() < end; await delay(100)) {
    const job = await jobs.get(id);
    if (job.status === 'failed') throw new Error(JSON.stringify(job.error));
    if (job.status !== 'succeeded') continue;
    const log = (await jobs.log(id)).map(({ text }) => text).join('\n');
    return { job, version: await registry.version((job.result as { versionId: string }).versionId), log };
  }
  throw new Error(`It did not happen in time.\n${trainer.output()}`);
}

describe('a model with its own preprocessing and classes that was registered with its pictures', () => {
  it('is what the loop continues from: its data with the labels, its recipe, and a fair comparison with it', async () => {
    const own = await registerOwnModel();
    for (let seed = 0; seed < 12; seed++) await label(await png(2, 900 + seed), 'slash', 'vertical');
    for (let seed = 0; seed < 8; seed++) await label(await png(0, 950 + seed), 'horizontal', 'slash');
    await label(await png(1, 980), 'horizontal', 'squiggle');
    const { version, log } = await train({ epochs: 6 });

    const data = await models.platform.datasets.get(version.datasetVersionId!);
    expect(data.base).toEqual(own.datasetVersion.base);
    expect(data).toMatchObject({ number: 2, labels: 20, classNames: ['horizontal', 'slash', 'vertical'] });
    expect(log).toContain('"squiggle" is a new class with 1 of the 5 pictures that it needs');
    expect(version.manifest).toMatchObject({
      reading: { classNames: ['horizontal', 'slash', 'vertical'] },
      preprocessing: { height: 16, width: 16, channels: 3, fit: 'contain' },
      dataset: { name: 'my pictures' },
    });

    // Evaluated as it serves: on its test pictures it is as good as it was after training.
    const { comparison, championId } = version.gateReport!;
    expect(championId).toBe(own.version.id);
    const details = comparison?.task === 'image-classification' ? comparison.details : null;
    const recallOf = (name: string) => details!.classes.find(({ className }) => className === name)!;
    expect(recallOf('horizontal').championRecall).toBeGreaterThan(0.9);
    expect(recallOf('vertical')).toMatchObject({ championRecall: 0 });
    expect(details!.unknownToChampion).toEqual(['vertical']);
    expect(log).toMatch(/The champion does not know "vertical": \d+ test examples? counts? as (a )?mistakes?/);

    const promotion = await models.platform.registry.promote(BARS, version.id, { by: 'Ada' });
    expect(promotion).toMatchObject({ overridden: false, fromVersionId: own.version.id });
    // The loop continues from there.
    const next = await train({ epochs: 1 });
    expect(next.version.datasetVersionId).toBe(version.datasetVersionId);
    expect(next.version.gateReport).toMatchObject({ championId: version.id });
  });
});

describe("a champion with another background setting than the vertical's pipeline", () => {
  it('is measured as it answers, with its own preprocessing', async () => {
    const preprocessing = { ...barPipeline.preprocessing, background: 'subtracted' } as const;
    const bars = barDataset(400, 1);
    const partOf = (data: Dataset, from: number, to: number) =>
      subset(
        data,
        Array.from({ length: to - from }, (_, at) => from + at),
      );
    // For a picture with its background, the model gives the wrong class with high confidence.
    const misled: Dataset = { ...bars, labels: bars.labels.map((label) => (label + 1) % bars.classNames.length) };
    const subtracted = withBackground(bars, preprocessing);
    const out = join(folder, 'subtracted');
    const { manifest } = await runPipeline(
      { ...barPipeline, name: 'subtracted', preprocessing, training: { epochs: 12, batchSize: 32 } },
      {
        dataset: {
          name: 'bars',
          train: concatDatasets(partOf(subtracted, 0, 300), partOf(misled, 0, 300)),
          test: partOf(subtracted, 300, 400),
        },
        out,
      },
    );
    expect(manifest.evaluation!.accuracy).toBeGreaterThan(0.9);
    const champion = await models.serve(BARS, out);
    const { version } = await train({ epochs: 1 });
    expect(version.manifest.preprocessing).toMatchObject({ background: 'as-is' });
    expect(version.gateReport).toMatchObject({
      championId: champion.id,
      comparison: { details: { unknownToChampion: [] } },
    });
    expect(version.gateReport!.comparison!.champion).toBeGreaterThan(0.9);
  });
});
