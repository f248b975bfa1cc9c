import { type FirstTrainingFailure, type Job, type ModelPreparation } from '@lintel/contracts';
import { isFinal, type JobQueue, type ModelRegistry } from '@lintel/data';

/** A model without a serving version. */
export interface UntrainedModel {
  readonly name: string;
  readonly vertical: string;
}

interface Platform {
  readonly jobs: JobQueue;
  readonly registry: ModelRegistry;
}

/**
 * Requests the first training of every model that has no version. A training that failed is requested again; one that a
 * person cancelled is not.
 */
export async function requestFirstTrainings(platform: Platform, models: readonly UntrainedModel[]): Promise<void> {
  for (const model of models) {
    const { versions } = await platform.registry.model(model.name);
    if (versions > 0) continue;
    const isWanted = (last: Job | undefined): boolean => last === undefined || last.status === 'failed';
    await requestOnce(platform, model, 'first start', isWanted);
  }
}

/**
 * Requests a training of a model that nothing serves, unless one is waiting or running already.
 * @param requestedBy the person's name
 */
export async function repeatFirstTraining(
  platform: Platform,
  model: UntrainedModel,
  requestedBy: string,
): Promise<void> {
  await requestOnce(platform, model, requestedBy, () => true);
}

async function requestOnce(
  { jobs }: Platform,
  { name, vertical }: UntrainedModel,
  requestedBy: string,
  isWanted: (last: Job | undefined) => boolean,
): Promise<void> {
  await jobs.database.transaction(async (transaction) => {
    // Several trainers and people may request it at the same time.
    await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.first-model ' || $1, 0))", [name]);
    const last = await jobs.newest(name, 'train', transaction);
    if ((last !== undefined && !isFinal(last)) || !isWanted(last)) return;
    const request = { kind: 'train', vertical, modelName: name, parameters: {} } as const;
    await jobs.enqueue({ ...request, requestedBy, reason: 'first-model' }, transaction);
  });
}

/** A replica takes a promoted version within seconds. */
const SERVED_WITHIN_MS = 30_000;
const STAGES: Readonly<Record<string, ModelPreparation['stage']>> = {
  train: 'training',
  export: 'evaluation',
  evaluate: 'evaluation',
  publish: 'evaluation',
  register: 'evaluation',
  judge: 'evaluation',
};

/**
 * How far the first training of a model is.
 * @param job the newest training
 * @returns null if no training was ever requested
 */
export function preparationOf(job: Job | undefined): ModelPreparation | null {
  if (job === undefined) return null;
  const at = (stage: ModelPreparation['stage']): ModelPreparation => ({ stage, share: null, secondsLeft: null });
  if (job.status === 'queued') return at('waiting');
  if (job.status === 'failed' || job.status === 'cancelled') return at('failed');
  if (job.status === 'succeeded') {
    const isRecent = Date.now() - Date.parse(job.endedAt ?? '') < SERVED_WITHIN_MS;
    return job.result?.['gatesPassed'] === true && isRecent ? at('evaluation') : at('not-promoted');
  }
  const { progress } = job;
  const stage = STAGES[progress?.stage ?? ''] ?? 'data';
  if (stage !== 'training') return at(stage);
  return { stage, share: progress?.share ?? null, secondsLeft: progress?.secondsLeft ?? null };
}

/**
 * Why a training left no model that answers, and what to do.
 * @param job the newest training
 * @returns null while it is waiting or running, or if there was none
 */
export function failureOf(job: Job | undefined): FirstTrainingFailure | null {
  const stage = preparationOf(job)?.stage;
  if (stage === 'failed') {
    const { problem, cure } = job?.error ?? { problem: 'The training failed.', cure: 'Read the log of the job.' };
    return { problem, cure };
  }
  if (stage !== 'not-promoted') return null;
  const refused = job?.result?.['gatesPassed'] === false;
  return {
    problem: refused
      ? 'The model was trained, but it did not pass its gates, so it does not answer.'
      : 'The model was trained, but it was not promoted, so it does not answer.',
    cure: 'Open the model in the console: it shows the gates. Promote the version there, or train again.',
  };
}
