import type { Job } from '@lintel/contracts';
import type { Transaction } from '../streams/delivery/transaction';
import { cancelledBy, isWorthAnotherAttempt, jobErrorOf, retryDelayMs } from './job-error';
import type { JobQueue } from './job-queue';
import { isFinal, lockJob, type HeldJob } from './job-row';
import { addJobLog, endJob, requeueJob } from './job-transitions';

/** What a job's work comes to. */
export interface JobOutcome {
  readonly result: Record<string, unknown>;
  /** Runs in the transaction that makes the job succeed: both happen, or neither. */
  readonly commit?: (transaction: Transaction) => Promise<void>;
}

/** How an attempt came to its end. */
export type AttemptEnd =
  | { readonly kind: 'done'; readonly outcome: JobOutcome }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Its trainer stops: somebody else goes on, and it doesn't count as an attempt. */
  | { readonly kind: 'put-back' };

/** What came of it: `refused` where somebody else had been handed the job since. */
export type Settlement = Job['status'] | 'refused';

/**
 * Writes the end of an attempt, in one transaction with what it brings about, unless its turn is over. Done again
 * after a connection that broke, it finds what it has written.
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
    // Somebody wanted it gone; work that was ready all the same is not wanted any more.
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
