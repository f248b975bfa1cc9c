import { parseJobParameters, type Job } from '@lintel/contracts';
import { serveJobChild, type RetentionRule, type ServedContext } from '@lintel/data';
import { join } from 'node:path';
import { readConfig } from '../config/read-config';
import { artifactSettingsOf, readSigningKey, readTrustedKeys } from '../config/platform-config';
import { openPlatform } from '../platform/platform';
import { openSubjectData } from '../privacy/subject-data';
import { backfillJob } from './backfill-job';
import { evaluateJob } from './evaluate-job';
import { type JobContext } from './job-context';
import { retainJob } from './retain-job';
import { findModel, type TrainableModel } from './trainable-model';
import { tracedJob } from './traced-job';
import { trainJob } from './train-job';
import { backboneDirOf, trainerConfigSchema } from './trainer-config';

/**
 * Runs the process of one job: a vertical's `trainer-job.ts` contains only this call. The engine blocks the thread, so
 * nothing else runs here; the trainer that started the process renews the lease, receives the progress and enforces the
 * limits.
 * @param retention retention periods of the vertical's data
 */
export function serveTrainerJobs(models: readonly TrainableModel[], retention: readonly RetentionRule[] = []): void {
  serveJobChild(async (job, child) => {
    const config = readConfig(trainerConfigSchema, process.env);
    return tracedJob(job, child, config, async () => {
      const platform = await openPlatform({
        databaseUrl: config.DATABASE_URL,
        artifacts: artifactSettingsOf(config),
        poolSize: 3,
      });
      try {
        return await work(job, models, retention, {
          job,
          platform,
          subjects: await openSubjectData(job.vertical, platform, config),
          workDir: join(config.WORK_DIR, 'jobs', job.id),
          cacheDir: join(config.CACHE_DIR, 'datasets'),
          backboneDir: backboneDirOf(config),
          signingKey: readSigningKey(config.MODEL_SIGNING_KEY),
          trustedKeys: readTrustedKeys(config.MODEL_TRUSTED_KEYS),
          codeCommit: config.CODE_COMMIT ?? null,
          keptDays: config.RETENTION_DAYS,
          ...of(child),
        });
      } finally {
        await platform.close();
      }
    });
  });
}

function work(
  job: Job,
  models: readonly TrainableModel[],
  retention: readonly RetentionRule[],
  context: JobContext,
): Promise<Record<string, unknown>> {
  if (job.kind === 'retain') return retainJob(retention, parseJobParameters('retain', job.parameters), context);
  const model = findModel(models, job.modelName);
  switch (job.kind) {
    case 'train':
      return trainJob(model, parseJobParameters('train', job.parameters), context);
    case 'evaluate':
      return evaluateJob(model, parseJobParameters('evaluate', job.parameters), context);
    case 'backfill':
      return backfillJob(model, parseJobParameters('backfill', job.parameters), context);
  }
}

function of({
  signal,
  report,
  epoch,
  log,
  interruptions,
}: ServedContext): Pick<JobContext, 'signal' | 'report' | 'epoch' | 'log' | 'interruptions'> {
  return { signal, report, epoch, log: (line) => log('log', line), interruptions };
}
