import { loopPolicySchema, PLATFORM_EVENTS } from '@lintel/contracts';
import { JobWorker, runJobInChild, ScheduleClock } from '@lintel/data';
import { openEventStream } from '@lintel/streams';
import { Logger } from '@nestjs/common';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { artifactSettingsOf, kafkaSettingsOf } from '../config/platform-config';
import { readConfig } from '../config/read-config';
import { EventRelay } from '../events/event-relay';
import { failStart, reportCrashes } from '../lifecycle/report-crash';
import { useJsonLog } from '../logging/json-log';
import { requestFirstTrainings } from '../platform/first-training';
import { openPlatform } from '../platform/platform';
import { startTracing } from '../tracing/start-tracing';
import { ClosedLoop } from './closed-loop';
import { describeModel } from './describe-model';
import { trainedTask } from './tasks/trained-tasks';
import { scheduleRetention } from './schedule-retention';
import { logged } from './logged-job';
import { type TrainableModel } from './trainable-model';
import { backboneDirOf, trainerConfigSchema, type TrainerConfig } from './trainer-config';
import { verdictLabels } from './verdict-labels';

export interface TrainerOptions {
  readonly vertical: string;
  readonly models: readonly TrainableModel[];
  /** The built file that calls `serveTrainerJobs`; every job runs in a separate process. */
  readonly jobScript: string;
  /** The environment of the job processes, as read at startup. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface RunningTrainer {
  /** Returns the current job to the queue, for another trainer or the next start. */
  close(): Promise<void>;
}

/**
 * Starts the vertical's trainer: it takes jobs from the queue, starts scheduled jobs, and runs the closed loop from
 * labels and drift to a new model. Any number of trainers can run; each job runs in one of them.
 */
export async function startTrainer(options: TrainerOptions, config: TrainerConfig): Promise<RunningTrainer> {
  useJsonLog(config.LOG_LEVEL);
  const logger = new Logger('trainer');
  const { vertical, models } = options;
  const tracing = startTracing({ serviceName: `lintel-${vertical}-trainer`, config });
  await mkdir(config.WORK_DIR, { recursive: true });
  const platform = await openPlatform({ databaseUrl: config.DATABASE_URL, artifacts: artifactSettingsOf(config) });
  const stream = openEventStream({ kafka: kafkaSettingsOf(config), databaseUrl: config.DATABASE_URL });
  const relay = new EventRelay(stream, config.DATABASE_URL, PLATFORM_EVENTS);
  const onError = (what: string) => (error: unknown) => logger.warn({ message: what, error });

  for (const model of models) {
    const { name, title, task, gates, loop } = model;
    const described = (await trainedTask(task).describe?.(model, backboneDirOf(config))) ?? model;
    const policies = { gatePolicy: gates, loopPolicy: loopPolicySchema.parse(loop) };
    await platform.registry.declareModel({
      name,
      vertical,
      title,
      task,
      description: describeModel(described),
      ...policies,
    });
  }
  await requestFirstTrainings(
    platform,
    models.map(({ name }) => ({ name, vertical })),
  );
  await scheduleRetention(platform, vertical);

  const concurrency = config.TRAINER_CONCURRENCY;
  const worker = new JobWorker({
    queue: platform.jobs,
    vertical,
    kinds: ['train', 'evaluate', 'backfill', 'retain'],
    concurrency: { train: concurrency, evaluate: concurrency, backfill: concurrency },
    workerName: `${hostname()}:${process.pid}`,
    leaseMs: config.TRAINER_LEASE_MS,
    run: (job, context) => {
      const child = { script: options.jobScript, environment: options.environment };
      return logged(job, async () => ({ result: await runJobInChild(job, context, child) }));
    },
    onError: onError('a job could not be handled'),
  });
  const verdicts = verdictLabels({
    vertical,
    stream,
    database: platform.database,
    labels: platform.labels,
    onError: onError('a verdict waits'),
  });
  const clock = new ScheduleClock({ queue: platform.jobs, onError: onError('the schedules wait') });
  const loop = new ClosedLoop(platform, vertical, models, { onError: onError('the closed loop waits') });
  worker.start();
  clock.start();
  loop.start();
  verdicts.start();
  logger.log({ message: 'takes jobs', vertical, models: models.map(({ name }) => name) });

  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await Promise.all([loop.stop(), clock.stop(), worker.stop(), verdicts.stop()]);
    await relay.stop();
    await stream.close();
    await platform.close();
    await tracing.stop();
  };
  return { close: () => (closed ??= close()) };
}

/** Runs a trainer process until SIGTERM or Ctrl-C. */
export async function runTrainer(options: Omit<TrainerOptions, 'environment'>): Promise<void> {
  reportCrashes();
  try {
    const stopped = new Promise<void>((resolve) => {
      process.once('SIGTERM', () => resolve()).once('SIGINT', () => resolve());
    });
    const config = readConfig(trainerConfigSchema, process.env);
    const trainer = await startTrainer({ ...options, environment: process.env }, config);
    await stopped;
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    await trainer.close();
    process.exit(0);
  } catch (error) {
    failStart(error);
  }
}
