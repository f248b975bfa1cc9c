import { type Job, type Schedule } from '@lintel/contracts';
import { createJob, fetchJob } from '../jobs/jobs-api';

/** The requested counts, by schedule: a page polls until a trainer has answered. */
const asked = new Map<string, { readonly jobId: string; readonly atMs: number }>();
/** Age after which a count is out of date, in milliseconds. */
const FRESH_MS = 5 * 60_000;

/** Asks the trainers of the vertical what a retention would remove. @returns the job that counts, ended or not */
export async function countRetention({ id, modelName }: Schedule, signal: AbortSignal): Promise<Job> {
  const before = asked.get(id);
  if (before !== undefined && Date.now() - before.atMs < FRESH_MS) return fetchJob(before.jobId, signal);
  const job = await createJob({ kind: 'retain', modelName, parameters: { preview: true } });
  asked.set(id, { jobId: job.id, atMs: Date.now() });
  return job;
}
