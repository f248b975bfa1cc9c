import { jobStatusSchema, type Job, type JobKind, type JobStatus } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, type Transaction } from '@lintel/streams';
import { abandonedBy, cancelledBy } from './job-error';
import type { JobQueue } from './job-queue';
import { heldJobRow, JOB_COLUMNS, takenJobRow, type HeldJob, type TakenJob } from './job-row';
import { addJobLog, endJob, queueOf, requeueJob } from './job-transitions';

const statusRow = z.object({ status: jobStatusSchema });

/** Leases jobs to trainers. All times come from the database, so that the clocks of trainers do not matter. */
export class JobLeases {
  constructor(
    private readonly queue: JobQueue,
    private readonly worker: string,
    private readonly leaseMs: number,
  ) {}

  /** Takes the oldest queued job and makes it active; undefined if no job is queued. */
  async take(vertical: string, kind: JobKind): Promise<TakenJob | undefined> {
    const name = queueOf({ vertical, kind });
    return this.queue.database.transaction(async (transaction) => {
      for (;;) {
        const id = await this.queue.messages.take(transaction, name);
        if (id === undefined) return undefined;
        const taken = await readRows(
          transaction,
          takenJobRow,
          `WITH taken AS (
             UPDATE platform.job SET status = 'active', attempt = attempt + 1, turn = turn + 1, worker = $2,
               lease_until = clock_timestamp() + $3 * interval '1 millisecond',
               started_at = coalesce(started_at, clock_timestamp())
             WHERE id = $1 AND status = 'queued' RETURNING *)
           SELECT ${JOB_COLUMNS}, turn, trace FROM taken`,
          [id, this.worker, this.leaseMs],
        );
        // The message of a job that is no longer queued is dropped.
        if (taken[0] !== undefined) return taken[0];
      }
    });
  }

  /** @returns the job's status; undefined if another trainer has it or it has ended */
  async renew({ id, turn }: HeldJob): Promise<JobStatus | undefined> {
    const renewed = await readRows(
      this.queue.database,
      statusRow,
      `WITH renewed AS (
         UPDATE platform.job SET lease_until = clock_timestamp() + $3 * interval '1 millisecond'
         WHERE id = $1 AND turn = $2 AND status IN ('active', 'cancelling') RETURNING status)
       SELECT status FROM renewed`,
      [id, turn, this.leaseMs],
    );
    return renewed[0]?.status;
  }

  /** Like `renew`, but without renewing: trainers call it often. */
  async look({ id, turn }: HeldJob): Promise<JobStatus | undefined> {
    const sql = `SELECT status FROM platform.job
       WHERE id = $1 AND turn = $2 AND status IN ('active', 'cancelling')`;
    return (await readRows(this.queue.database, statusRow, sql, [id, turn]))[0]?.status;
  }

  /**
   * Takes jobs away from lost trainers: they are retried, or fail after the last attempt.
   * @returns number of jobs
   */
  async sweep(): Promise<number> {
    for (let swept = 0; ; swept += 1) {
      // One job per transaction, because ending a job holds locks until then.
      const found = await this.queue.database.transaction(async (transaction) => {
        const lost = await readRows(
          transaction,
          heldJobRow,
          // A locked job is just being ended or renewed.
          `SELECT ${JOB_COLUMNS}, turn FROM platform.job
           WHERE status IN ('active', 'cancelling') AND lease_until < clock_timestamp()
           ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED`,
        );
        if (lost[0] === undefined) return false;
        await this.release(transaction, lost[0]);
        return true;
      });
      if (!found) return swept;
    }
  }

  private async release(transaction: Transaction, job: Job): Promise<void> {
    const { id, attempt, maxAttempts } = job;
    const lost = `The trainer ${job.worker ?? '(unknown)'} stopped responding in attempt ${attempt} of ${maxAttempts}.`;
    await addJobLog(transaction, id, [{ level: 'error', text: lost }]);
    if (job.status === 'cancelling') {
      await endJob(transaction, id, { status: 'cancelled', error: job.error ?? cancelledBy(job.requestedBy) });
    } else if (attempt >= maxAttempts) {
      await endJob(transaction, id, { status: 'failed', error: abandonedBy(job.worker, attempt) });
    } else {
      await requeueJob(transaction, this.queue.messages, job, { attempt });
    }
  }
}
