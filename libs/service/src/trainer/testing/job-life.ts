import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JobProgress, type LabelTarget, type ModelVersion, type TrainParameters } from '@lintel/contracts';
import { type TableRow } from '@lintel/core-ml';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { LabelledRows } from '../../privacy/labelled-rows';
import { openSubjectData, type SubjectData } from '../../privacy/subject-data';
import { prepareTestModels, type TestModels } from '../../testing/models';
import { describeModel } from '../describe-model';
import { type JobContext } from '../job-context';
import { trainJob } from '../train-job';
import { type TrainableModel } from '../trainable-model';

export interface Trained {
  readonly outcome: string;
  readonly number: number;
  readonly versionId: string;
  readonly datasetVersionId: string;
}

/** Jobs of some models in a database of their own, each run in this process. */
export interface JobLife {
  readonly postgres: TestPostgres;
  readonly models: TestModels;
  readonly subjects: SubjectData;
  /** What jobs have logged and reported so far. */
  readonly lines: string[];
  readonly reported: JobProgress[];
  contextOf(modelName: string, kind?: 'train' | 'evaluate'): Promise<JobContext>;
  train(model: TrainableModel, parameters?: TrainParameters): Promise<Trained>;
  championOf(model: TrainableModel): Promise<ModelVersion>;
  /** Stores a row that a person labelled. */
  label(model: TrainableModel, row: TableRow, target: LabelTarget, subject?: string): Promise<void>;
  stop(): Promise<void>;
}

/** @param declared of the vertical `shop` */
export async function startJobLife(declared: readonly TrainableModel[]): Promise<JobLife> {
  const postgres = await startTestPostgres();
  const models = await prepareTestModels(postgres.url);
  const folder = await mkdtemp(join(tmpdir(), 'lintel-job-life-'));
  const subjects = await openSubjectData('shop', models.platform, models.environment);
  for (const model of declared) {
    const { name, title, task, gates, loop } = model;
    const policies = { gatePolicy: { ...gates }, loopPolicy: { ...loop } };
    const about = { name, vertical: 'shop', title, task, description: describeModel(model) };
    await models.platform.registry.declareModel({ ...about, ...policies });
  }
  const lines: string[] = [];
  const reported: JobProgress[] = [];

  const contextOf: JobLife['contextOf'] = async (modelName, kind = 'train') => {
    const parameters = kind === 'train' ? {} : { versionId: randomUUID() };
    const request = { kind, vertical: 'shop', modelName, parameters } as const;
    const job = await models.platform.jobs.enqueue({ ...request, requestedBy: 'Ada', reason: 'person' });
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
      report: (progress) => reported.push(progress),
      epoch: () => undefined,
      log: (line) => lines.push(line),
      interruptions: [],
    };
  };
  return {
    ...{ postgres, models, subjects, lines, reported, contextOf },
    train: async (model, parameters = {}) =>
      (await trainJob(model, parameters, await contextOf(model.name))) as unknown as Trained,
    championOf: async ({ name }) =>
      models.platform.registry.version((await models.platform.registry.aliases(name)).champion!),
    async label(model, row, target, subject = 'customer-1') {
      const inputSha256 = await new LabelledRows(subjects.pictures).put(row, await subjects.vault.sealer(subject));
      await models.platform.labels.add({
        ...{ eventId: randomUUID(), modelName: model.name, predictionId: randomUUID(), task: model.task },
        ...{ predicted: target, target, inputSha256, author: 'Ada', givenAt: new Date().toISOString() },
      });
    },
    async stop() {
      await models.close();
      await postgres.stop();
      await rm(folder, { recursive: true });
    },
  };
}
