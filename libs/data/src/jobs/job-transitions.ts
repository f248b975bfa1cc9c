import { jobEnded, type Job, type JobError, type JobLogLine } from '@lintel/contracts';
import { addToOutbox, encodeEvent, readRows, type Transaction } from '@lintel/streams';
import type { JobMessages } from './job-messages';
import { JOB_COLUMNS, jobRow, JOBS_CHANNEL } from './job-row';

/** The queue of a job: trainers take the kinds of their vertical. */
export const queueOf = ({ vertical, kind }: Pick<Job, 'vertical' | 'kind'>): string => `${vertical}.${kind}`;

export interface JobEnd {
  readonly status: 'succeeded' | 'failed' | 'cancelled';
  readonly result?: Record<string, unknown>;
  readonly error?: JobError;
}

/** Ends a locked job and publishes the event in the same transaction. Call it last: see `addToOutbox`. */
export async function endJob(transaction: Transaction, id: string, end: JobEnd): Promise<Job> {
  const ended = await readRows(
    transaction,
    jobRow,
    `WITH ended AS (
       UPDATE platform.job SET status = $2, result = $3::jsonb, error = $4::jsonb, lease_until = NULL,
         ended_at = clock_timestamp()
       WHERE id = $1 RETURNING *)
     SELECT ${JOB_COLUMNS} FROM ended`,
    [id, end.status, asJson(end.result), asJson(end.error)],
  );
  const job = ended[0]!;
  const event = {
    jobId: id,
    kind: job.kind,
    vertical: job.vertical,
    modelName: job.modelName,
    status: end.status,
    problem: end.error?.problem ?? null,
    at: job.endedAt!,
  };
  await addToOutbox(transaction, [
    { topic: jobEnded.topic, ...encodeEvent(jobEnded, event, { source: '/platform/jobs' }) },
  ]);
  return job;
}

export interface Requeue {
  /** Starts at 1; one less than before if the attempt does not count. */
  readonly attempt: number;
  readonly error?: JobError;
  readonly delayMs?: number;
}

/** Returns a locked job to the queue. */
export async function requeueJob(
  transaction: Transaction,
  messages: JobMessages,
  job: Job,
  { attempt, error, delayMs }: Requeue,
): Promise<void> {
  await transaction.query(
    `UPDATE platform.job SET status = 'queued', attempt = $2, error = $3::jsonb, lease_until = NULL, worker = NULL
     WHERE id = $1`,
    [job.id, attempt, asJson(error)],
  );
  await messages.send(transaction, queueOf(job), job.id, delayMs);
  await wakeWorkers(transaction);
}

/** Appends to the log of a locked job, so that lines are in the order of commits. */
export async function addJobLog(
  transaction: Transaction,
  id: string,
  lines: readonly Pick<JobLogLine, 'level' | 'text'>[],
): Promise<void> {
  await transaction.query(
    `INSERT INTO platform.job_log (job_id, level, text)
     SELECT $1, level, text FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS line(level, text, i) ORDER BY i`,
    [id, lines.map(({ level }) => level), lines.map(({ text }) => text)],
  );
}

export async function wakeWorkers(transaction: Transaction): Promise<void> {
  await transaction.query(`SELECT pg_notify('${JOBS_CHANNEL}', '')`);
}

const asJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
