import { setTimeout as sleep } from 'node:timers/promises';
import { modelPreparationSchema, type Job, type ModelPreparation } from '@lintel/contracts';
import { JobQueue, openPlatformDatabase } from '@lintel/data';
import { z } from 'zod';
import { type App } from './app';
import { type Steps } from './steps';

const POLL_MS = 500;
/** A trainer requests the first training when it starts. */
const REQUESTED_WITHIN_MS = 60_000;

export interface FirstModelPlace {
  readonly steps: Steps;
  readonly signal: AbortSignal;
  /** Rejects when the supervisor gives up on the trainer. */
  readonly trainerEnded: Promise<void>;
  readonly trainerLog: string;
}

/** Why the first training did not produce a model in service. */
class FirstModelMissing extends Error {
  constructor(
    problem: string,
    readonly cure: string,
  ) {
    super(problem);
  }
}

/**
 * Shows the progress of an app's first model until it answers; shows nothing if a model already answers. A failed
 * training is shown with its reason, and everything else keeps running.
 */
export async function showFirstModel(app: App, place: FirstModelPlace): Promise<void> {
  const { vertical, url } = app;
  const { steps, signal } = place;
  if ((await preparationAt(url, signal)) === 'served') return;
  let cure = '';
  try {
    await steps.step(
      'first model',
      `${vertical.name}: waiting for the trainer`,
      async (progress) => {
        try {
          await untilServed(app, place, (stage) => progress(`${vertical.name}: ${stage}`));
        } catch (error) {
          if (!(error instanceof FirstModelMissing)) throw error;
          cure = error.cure;
          progress(`${vertical.name}: ${error.message}`);
          throw error;
        }
      },
      () => `${vertical.name}: served at ${url}`,
    );
  } catch (error) {
    if (!(error instanceof FirstModelMissing)) throw error;
    steps.say(`    cure:     ${cure}`);
    steps.say(`    The next \`npm start\` trains again, and so does the button "Train again" at ${url}\n`);
  }
}

async function untilServed(
  { vertical, url, environment }: App,
  { signal, trainerEnded, trainerLog }: FirstModelPlace,
  progress: (stage: string) => void,
): Promise<void> {
  const startedAt = Date.now();
  let trainerLost = false;
  trainerEnded.catch(() => (trainerLost = true));
  for (;;) {
    const found = await preparationAt(url, signal);
    if (found === 'served') return;
    if (trainerLost) {
      throw new FirstModelMissing('the trainer ended repeatedly', `Read its log, then start again: ${trainerLog}`);
    }
    const isLate = Date.now() - startedAt > REQUESTED_WITHIN_MS;
    if (found === null && isLate) {
      throw new FirstModelMissing('the trainer requested no training', `Read its log: ${trainerLog}`);
    }
    if (found?.stage === 'failed' || found?.stage === 'not-promoted') {
      const job = await lastTraining(environment['DATABASE_URL'] ?? '', vertical.name);
      // A training that ended before is requested again when the trainer starts.
      if (isLate || Date.parse(job?.endedAt ?? '') >= startedAt) throw missingModel(found.stage, job, url);
    } else if (found !== null) {
      progress(describe(found));
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

function missingModel(stage: ModelPreparation['stage'], job: Job | undefined, url: string): FirstModelMissing {
  if (stage === 'not-promoted') {
    return new FirstModelMissing(
      'trained, but not in service: it was not promoted',
      `Open ${url}: the page shows why.`,
    );
  }
  if (job?.status === 'cancelled') {
    return new FirstModelMissing('the training was cancelled', 'Train again when you want the model.');
  }
  const { problem, received, cure } = job?.error ?? {
    problem: 'The training failed.',
    cure: 'Read the log of the job.',
  };
  const last = received === undefined ? '' : ` (${received.split('\n').at(-1)})`;
  return new FirstModelMissing(`the training failed. ${problem}${last}`, cure);
}

async function lastTraining(databaseUrl: string, vertical: string): Promise<Job | undefined> {
  const database = await openPlatformDatabase(databaseUrl, { poolSize: 1 });
  try {
    const jobs = await JobQueue.open(database, databaseUrl);
    return (await jobs.list({ verticals: [vertical], kind: 'train', limit: 1 })).items[0];
  } finally {
    await database.destroy();
  }
}

const preparationAnswer = z.object({ served: z.boolean(), preparation: modelPreparationSchema.nullable() });

async function preparationAt(url: string, signal: AbortSignal): Promise<ModelPreparation | 'served' | null> {
  const answer = await fetch(`${url}/v1/model/preparation`, { signal }).catch(() => undefined);
  if (answer?.ok !== true) return null;
  const parsed = preparationAnswer.safeParse(await answer.json().catch(() => undefined));
  if (!parsed.success) return null;
  return parsed.data.served ? 'served' : parsed.data.preparation;
}

const DOING: Readonly<Record<ModelPreparation['stage'], string>> = {
  waiting: 'waiting for the trainer',
  data: 'preparing the pictures',
  training: 'training',
  evaluation: 'evaluating',
  failed: 'failed',
  'not-promoted': 'not in service',
};

function describe({ stage, share, secondsLeft }: ModelPreparation): string {
  const done = share === null ? '' : `, ${Math.floor(100 * share)} %`;
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return DOING[stage] + done + left;
}
