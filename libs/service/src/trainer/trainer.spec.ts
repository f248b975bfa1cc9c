import { headlinesOf, jobEnded, verdictGiven, type Job } from '@lintel/contracts';
import { loadModelFiles } from '@lintel/core-ml';
import { barPicture } from '@lintel/core-ml/testing/bars';
import { Schedules } from '@lintel/data';
import { addToOutbox, decodeEvent, encodeEvent, openEventStream, readTopic } from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { readTrustedKeys } from '../config/platform-config';
import { openSubjectData } from '../privacy/subject-data';
import { prepareTestModels, type TestModels } from '../testing/models';
import { BARS } from './testing/bars-model';
import { startBarsTrainer, type RunningBarsTrainer } from './testing/start-bars-trainer';

jest.setTimeout(240_000);

let postgres: TestPostgres;
let models: TestModels;
const trainers: RunningBarsTrainer[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
});
afterEach(async () => {
  await Promise.all(trainers.splice(0).map((trainer) => trainer.stop()));
});
afterAll(async () => {
  await models.close();
  await postgres.stop();
});

async function startTrainer(): Promise<RunningBarsTrainer> {
  const trainer = await startBarsTrainer(postgres.url, models);
  trainers.push(trainer);
  return trainer;
}

/** Processes that a process has started (proc_pid_stat(5): the parent follows the name and the state). */
const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
    .filter((name) => readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1] === String(parent))
    .map(Number);

async function until<T>(look: () => Promise<T | undefined | false>, withinMs = 90_000): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; await delay(50)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`It did not happen in time.\n${trainers.map(({ output }) => output()).join('\n')}`);
}

async function ended(id: string): Promise<Job> {
  const job = await until(async () => {
    const found = await models.platform.jobs.get(id);
    return ['succeeded', 'failed', 'cancelled'].includes(found.status) && found;
  });
  if (job.status === 'failed') throw new Error(JSON.stringify(job.error));
  return job;
}

const train = (parameters: object = {}): Promise<Job> =>
  models.platform.jobs.enqueue({
    kind: 'train',
    vertical: 'shop',
    modelName: BARS,
    parameters,
    requestedBy: 'Ada',
    reason: 'person',
  });

/** A person's verdict on a picture, published as by a vertical. */
async function giveVerdict(label: number, seed: number, className: string): Promise<void> {
  const raw = { width: 12, height: 12, channels: 1 as const };
  const picture = await sharp(barPicture(label, seed), { raw }).png().toBuffer();
  await giveVerdictOn(picture, className);
}

async function giveVerdictOn(picture: Buffer, className: string): Promise<void> {
  const { vault, pictures } = await openSubjectData('shop', models.platform, models.environment);
  const inputSha256 = await pictures.put(picture, await vault.sealer('customer-1'));
  const verdict = {
    modelName: BARS,
    predictionId: randomUUID(),
    task: 'image-classification' as const,
    predicted: { className: 'diagonal' },
    target: { className },
    inputSha256,
    author: 'Ada',
    givenAt: new Date().toISOString(),
  };
  await models.platform.database.transaction((transaction) =>
    addToOutbox(transaction, [
      { topic: verdictGiven.topic, ...encodeEvent(verdictGiven, verdict, { source: '/test' }) },
    ]),
  );
}

describe('a trainer', () => {
  it('trains the first model automatically: a dataset version, a signed version with its card, gates, and a champion', async () => {
    await startTrainer();
    const { registry, datasets, jobs } = models.platform;
    const champion = await until(
      async () => (await registry.models()).find(({ name }) => name === BARS)?.champion ?? undefined,
    );
    const version = await registry.version(champion.versionId);
    const [first] = (await jobs.list({ modelName: BARS, limit: 10 })).items;
    expect(first).toMatchObject({ reason: 'first-model', attempt: 1 });
    await ended(first!.id);
    expect(version).toMatchObject({ number: 1, jobId: first!.id, createdBy: 'first start' });
    expect(version.manifest.provenance).toMatchObject({ codeCommit: 'c0ffee', jobId: first!.id });
    expect(headlinesOf(version.manifest)[0]!.value).toBeGreaterThan(0.5);
    expect(version.manifest.driftReference!.features.map(({ name }) => name)).toContain('brightness');
    expect(version.modelCard).toContain('# Bars');
    expect(version.gateReport).toMatchObject({ passed: true, championId: null });
    const keys = readTrustedKeys(models.environment.MODEL_TRUSTED_KEYS);
    expect(loadModelFiles(await registry.files(version.id), { trustedKeys: keys }).manifest.name).toBe('bars');
    expect(await datasets.list(BARS)).toMatchObject([{ number: 1, labels: 0, base: { licence: 'Apache-2.0' } }]);
    expect((await jobs.get(first!.id)).curve).toHaveLength(4);
    expect((await jobs.log(first!.id)).map(({ text }) => text).join('\n')).toMatch(/gate accuracy: passed/);
  });

  it('turns verdicts into labels, and enough labels into a dataset version, a version and a challenger', async () => {
    const { registry, datasets, labels, jobs } = models.platform;
    await registry.setPolicies(BARS, { loopPolicy: { ...LOOP, retrainAfterLabels: 3 } }, 'Ada');
    await startTrainer();
    for (const [label, name] of ['diagonal', 'horizontal', 'vertical'].entries()) await giveVerdict(label, 77, name);
    const job = await until(async () =>
      (await jobs.list({ modelName: BARS, limit: 10 })).items.find(({ reason }) => reason === 'labels'),
    );
    await ended(job.id);
    expect(await labels.newest(BARS)).toHaveLength(3);
    const [newest] = await datasets.list(BARS);
    expect(newest).toMatchObject({ number: 2, labels: 3 });
    expect((await registry.model(BARS)).newLabels).toBe(0);
    const { result } = await jobs.get(job.id);
    expect(result).toMatchObject({ number: 2, datasetVersionId: newest!.id });
    const { gateReport } = await registry.version((result as { versionId: string }).versionId);
    const { challenger } = await registry.aliases(BARS);
    expect(gateReport!.comparison!.examples).toBeGreaterThan(100);
    expect(challenger?.versionId === (result as { versionId: string }).versionId).toBe(gateReport!.passed);
    // The labels are used up: they do not trigger another training.
    await delay(3_000);
    expect(
      (await jobs.list({ modelName: BARS, limit: 10 })).items.filter(({ reason }) => reason === 'labels'),
    ).toHaveLength(1);
    await registry.setPolicies(BARS, { loopPolicy: LOOP }, 'Ada');
  });

  it('that is killed in the middle of an epoch leaves its job to another, which resumes it and finishes it once', async () => {
    const doomed = await startTrainer();
    const { jobs, registry, database } = models.platform;
    const { id } = await train({ epochs: 60, seed: 5 });
    await until(async () => (await jobs.get(id)).curve.length >= 3);
    await doomed.kill();
    const before = (await jobs.get(id)).curve.length;
    expect(before).toBeLessThan(60);
    await startTrainer();
    const job = await ended(id);
    expect(job).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(job.curve.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    const log = (await jobs.log(id)).map(({ text }) => text).join('\n');
    expect(log).toMatch(/went on after epoch \d+, which an attempt before had done/);
    const made = (await registry.versions(BARS)).filter(({ jobId }) => jobId === id);
    expect(made).toHaveLength(1);

    const stream = openEventStream({ databaseUrl: postgres.url });
    await until(async () => {
      const left: unknown = await database.query('SELECT 1 FROM streams.outbox');
      return Array.isArray(left) && left.length === 0;
    });
    const told: string[] = [];
    await readTopic(stream, { topic: jobEnded.topic, group: 'test-reader' }, (record) => {
      const { data } = decodeEvent(jobEnded, record);
      if (data.jobId === id) told.push(data.status);
      return Promise.resolve(true);
    });
    await stream.close();
    expect(told).toEqual(['succeeded']);
  });

  it('goes on within the same attempt when the process of a job crashes, and the manifest says so', async () => {
    const trainer = await startTrainer();
    const { jobs, registry } = models.platform;
    const { id } = await train({ epochs: 60, seed: 6 });
    await until(async () => (await jobs.get(id)).curve.length >= 3);
    for (const pid of childrenOf(trainer.pid)) process.kill(pid, 'SIGSEGV');
    const job = await ended(id);
    expect(job).toMatchObject({ status: 'succeeded', attempt: 1 });
    expect(job.curve).toHaveLength(60);
    const log = (await jobs.log(id)).map(({ text }) => text).join('\n');
    expect(log).toContain('The process ended by SIGSEGV. It is started again');
    const [made] = (await registry.versions(BARS)).filter(({ jobId }) => jobId === id);
    const { manifest } = await registry.version(made!.id);
    expect(manifest.training.interruptions).toMatchObject([{ signal: 'SIGSEGV', exitCode: null }]);
  });

  it('stops a job that is cancelled, and judges a version again on request', async () => {
    await startTrainer();
    const { jobs, registry } = models.platform;
    const { id } = await train({ epochs: 500 });
    await until(async () => (await jobs.get(id)).curve.length >= 1);
    await jobs.cancel(id, 'Ada');
    expect(await ended(id)).toMatchObject({ status: 'cancelled' });

    const { champion } = await registry.model(BARS);
    const other = (await registry.versions(BARS)).find((version) => version.id !== champion!.versionId)!;
    const evaluation = await jobs.enqueue({
      kind: 'evaluate',
      vertical: 'shop',
      modelName: BARS,
      parameters: { versionId: other.id },
      requestedBy: 'Ada',
      reason: 'person',
    });
    expect((await ended(evaluation.id)).result).toMatchObject({ versionId: other.id, number: other.number });
    expect((await registry.version(other.id)).gateReport).toMatchObject({ championId: champion!.versionId });
  });

  it('trains without a labelled picture that cannot be decoded, and says which', async () => {
    await startTrainer();
    const { datasets, jobs, labels } = models.platform;
    const before = (await labels.newest(BARS)).length;
    await giveVerdictOn(Buffer.from('a picture that was damaged since'), 'horizontal');
    await until(async () => (await labels.newest(BARS)).length > before);
    const { id } = await train({ epochs: 1 });
    expect(await ended(id)).toMatchObject({ status: 'succeeded' });
    const lines = (await jobs.log(id)).map(({ text }) => text).join('\n');
    expect(lines).toMatch(
      /1 labelled pictures are left out because they cannot be decoded\. [0-9a-f]{12}: The file is not/,
    );
    expect((await datasets.newest(BARS))!.labels).toBeGreaterThan(0);
  });

  it('excludes the labelled pictures of an erased subject from the training, and says so', async () => {
    await startTrainer();
    const { vault } = await openSubjectData('shop', models.platform, models.environment);
    const { datasets, jobs } = models.platform;
    const { id: datasetVersionId, labels } = (await datasets.newest(BARS))!;
    expect(labels).toBeGreaterThan(0);
    await vault.keys.destroy('shop', 'customer-1', () => Promise.resolve());
    const { id } = await train({ datasetVersionId, epochs: 1 });
    await ended(id);
    const lines = (await jobs.log(id)).map(({ text }) => text);
    const told = lines.flatMap((line) => /^(\d+) labelled pictures are left out/.exec(line)?.[1] ?? []);
    expect(told.reduce((sum, count) => sum + Number(count), 0)).toBe(labels);
  });

  it('removes data whose retention has ended, on a schedule that every vertical has', async () => {
    await startTrainer();
    const { database, jobs } = models.platform;
    const schedules = new Schedules(database);
    const schedule = await until(async () => (await schedules.list({ vertical: 'shop' }))[0]);
    expect(schedule).toMatchObject({ name: 'Retention', kind: 'retain', enabled: true });
    const request = { kind: 'retain', vertical: 'shop', modelName: schedule.modelName, parameters: {} } as const;
    const { id } = await jobs.enqueue({ ...request, requestedBy: 'Ada', reason: 'person' });
    expect((await ended(id)).result).toMatchObject({ rewrapped: 0 });
    expect((await jobs.log(id)).map(({ text }) => text)).toContain('drift windows: 0 removed');
  });
});

const LOOP = {
  retrainAfterLabels: null,
  retrainOnDrift: false,
  promotion: 'person',
  shadowExamples: 200,
  shadowAgreement: 0.7,
  twoPeople: false,
} as const;
