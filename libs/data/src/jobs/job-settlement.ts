import type { Job } from '@lintel/contracts';
import type { Transaction } from '@lintel/streams';
import { cancelledBy, isWorthAnotherAttempt, jobErrorOf, retryDelayMs } from './job-error';
import type { JobQueue } from './job-queue';
import { isFinal, lockJob, type HeldJob } from './job-row';
import { addJobLog, endJob, requeueJob } from './job-transitions';

/** The result of a job's work. */
export interface JobOutcome {
  readonly result: Record<string, unknown>;
  /** Runs in the transaction in which the job succeeds: both commit, or neither. */
  readonly commit?: (transaction: Transaction) => Promise<void>;
}

/** How an attempt ended. */
export type AttemptEnd =
  | { readonly kind: 'done'; readonly outcome: JobOutcome }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The trainer is stopping: another one takes over, and this does not count as an attempt. */
  | { readonly kind: 'put-back' };

/** The outcome: `refused` if the job was leased to another trainer meanwhile. */
export type Settlement = Job['status'] | 'refused';

/**
 * Records the end of an attempt in one transaction with its effects, unless the lease has passed to another trainer.
 * Idempotent: a repetition after a lost connection finds what it has written.
 */
export async function settleAttempt(
  queue: JobQueue,
  held: HeldJob,
  end: AttemptEnd,
  { firstRetryMs }: { readonly firstRetryMs: number },
): Promise<Settlement> {
  return queue.database.transaction(async (transaction) => {
    const job = await lockJob(transaction, held.id);
    if (job.turn !== held.turn || job.status === 'queued') return 'refused';
    if (isFinal(job)) return job.status;
    // The job was cancelled; a result that is ready all the same is discarded.
    if (job.status === 'cancelling') {
      await endJob(transaction, job.id, { status: 'cancelled', error: job.error ?? cancelledBy(job.requestedBy) });
      return 'cancelled';
    }
    switch (end.kind) {
      case 'done':
        await end.outcome.commit?.(transaction);
        await endJob(transaction, job.id, { status: 'succeeded', result: end.outcome.result });
        return 'succeeded';
      case 'put-back':
        await addJobLog(transaction, job.id, [{ level: 'log', text: `The trainer ${job.worker} stops: put back.` }]);
        await requeueJob(transaction, queue.messages, job, { attempt: job.attempt - 1 });
        return 'queued';
      case 'failed':
        return fail(transaction, queue, job, end.error, firstRetryMs);
    }
  });
}

async function fail(
  transaction: Transaction,
  queue: JobQueue,
  job: Job,
  cause: unknown,
  firstRetryMs: number,
): Promise<Settlement> {
  const error = jobErrorOf(cause);
  const { attempt, maxAttempts } = job;
  const text = `Attempt ${attempt} of ${maxAttempts}: ${error.problem} ${error.received ?? ''}`.trim();
  await addJobLog(transaction, job.id, [{ level: 'error', text }]);
  if (!isWorthAnotherAttempt(cause) || attempt >= maxAttempts) {
    await endJob(transaction, job.id, { status: 'failed', error });
    return 'failed';
  }
  await requeueJob(transaction, queue.messages, job, { attempt, error, delayMs: retryDelayMs(attempt, firstRetryMs) });
  return 'queued';
}
