import type { Schedule } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, type Transaction } from '@lintel/streams';
import { lastTimeWithin } from './cron-times';
import type { JobQueue } from './job-queue';
import { SCHEDULE_COLUMNS, scheduleRow } from './schedules';

export interface ScheduleClockOptions {
  readonly queue: JobQueue;
  /** Default: the clock of this machine. */
  readonly now?: () => Date;
  /** Default: 1,000. */
  readonly tickMs?: number;
  /** A run that is late by no more than this is not missed: a trainer may have been restarting. Default: 60,000. */
  readonly graceMs?: number;
  readonly onError?: (error: unknown) => void;
}

const dueRow = scheduleRow.extend({ seenUntil: z.date() });
type Due = z.infer<typeof dueRow>;
const idRow = z.object({ id: z.uuid() });
const answerRow = z.object({ yes: z.boolean() });

/**
 * Starts the jobs of schedules. Any number of trainers may run a clock: a lock lets one of them work at a time, and the
 * outcome of a run is written in the transaction that enqueues its job.
 */
export class ScheduleClock {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly now: () => Date;

  constructor(private readonly options: ScheduleClockOptions) {
    this.now = options.now ?? (() => new Date());
  }

  start(): void {
    if (this.timer !== undefined || this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.ticking = this.tick()
        .catch((error: unknown) => this.options.onError?.(error))
        .then(() => this.start());
    }, this.options.tickMs ?? 1_000);
  }

  /** Waits for the current tick. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.ticking;
  }

  /** Handles all due schedules; a schedule that fails does not delay the others. */
  async tick(): Promise<void> {
    const { database } = this.options.queue;
    const enabled = await readRows(database, idRow, 'SELECT id FROM platform.schedule WHERE enabled ORDER BY name');
    for (const { id } of enabled) {
      try {
        await database.transaction((transaction) => this.see(transaction, id));
      } catch (error) {
        this.options.onError?.(error);
      }
    }
  }

  private async see(transaction: Transaction, id: string): Promise<void> {
    // Another clock holds the lock.
    const lock = "SELECT pg_try_advisory_xact_lock(hashtextextended('lintel.schedule ' || $1, 0)) AS yes";
    if (!(await readRows(transaction, answerRow, lock, [id]))[0]!.yes) return;
    const sql = `SELECT ${SCHEDULE_COLUMNS}, seen_until AS "seenUntil" FROM platform.schedule WHERE id = $1 AND enabled`;
    const [schedule] = await readRows(transaction, dueRow, `${sql} FOR NO KEY UPDATE`, [id]);
    if (schedule === undefined) return;
    const now = this.now();
    const due = lastTimeWithin(schedule, schedule.seenUntil, now);
    if (due === undefined) return;
    const onTime = now.getTime() - due.getTime() <= (this.options.graceMs ?? 60_000);
    const starts = onTime || schedule.missedRuns === 'run-once';
    const jobId = starts ? await this.run(transaction, schedule) : undefined;
    await transaction.query(
      `UPDATE platform.schedule SET seen_until = $2, last_outcome = $3,
         last_run_at = CASE WHEN $4::uuid IS NULL THEN last_run_at ELSE $2 END, last_job_id = coalesce($4, last_job_id)
       WHERE id = $1`,
      [id, now, outcomeOf(starts, jobId), jobId ?? null],
    );
  }

  /** @returns the job's id; undefined if the previous job is still queued or active */
  private async run(transaction: Transaction, schedule: Due): Promise<string | undefined> {
    const running = `SELECT EXISTS (
       SELECT FROM platform.job WHERE id = $1 AND status IN ('queued', 'active', 'cancelling')) AS yes`;
    if ((await readRows(transaction, answerRow, running, [schedule.lastJobId]))[0]!.yes) return undefined;
    const { kind, vertical, modelName, parameters, name } = schedule;
    const request = { kind, vertical, modelName, parameters, requestedBy: `schedule ${name}` };
    const job = await this.options.queue.enqueue({ ...request, reason: 'schedule' }, transaction);
    return job.id;
  }
}

function outcomeOf(starts: boolean, jobId: string | undefined): NonNullable<Schedule['lastOutcome']> {
  if (!starts) return 'missed';
  return jobId === undefined ? 'overlap' : 'started';
}
