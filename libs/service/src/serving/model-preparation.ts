import { type Job, type ModelPreparation } from '@lintel/contracts';

const STAGES: Readonly<Record<string, ModelPreparation['stage']>> = {
  train: 'training',
  export: 'evaluation',
  evaluate: 'evaluation',
  publish: 'evaluation',
  register: 'evaluation',
  judge: 'evaluation',
};

/** What a page says while it waits for the first model, from the job that makes it; null where there is none. */
export function preparationOf(job: Job | undefined): ModelPreparation | null {
  if (job === undefined) return null;
  if (job.status === 'queued') return { stage: 'waiting', share: null, secondsLeft: null };
  const { progress } = job;
  const stage = STAGES[progress?.stage ?? ''] ?? 'data';
  if (stage !== 'training') return { stage, share: null, secondsLeft: null };
  return { stage, share: progress?.share ?? null, secondsLeft: progress?.secondsLeft ?? null };
}
