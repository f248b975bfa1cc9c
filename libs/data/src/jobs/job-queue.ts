import {
  jobSearchSchema,
  type JobSearch,
  jobLogLineSchema,
  LintelError,
  parseJobParameters,
  type Job,
  type JobKind,
  type JobLimits,
  type JobLogLine,
  type JobReason,
  type JobStatus,
} from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows, rowInteger, rowTime, type Transaction, writeTrace } from '@lintel/streams';
import { cancelledBy } from './job-error';
import { defaultLimits } from './job-limits';
import { JobMessages } from './job-messages';
import { readJobCursor, writeJobCursor } from './job-cursor';
import { isFinal, isJobId, JOB_COLUMNS, jobRow, LISTED_JOB_COLUMNS, lockJob, noSuchJob } from './job-row';
import { addJobLog, endJob, queueOf, wakeWorkers } from './job-transitions';

export interface JobRequest {
  readonly kind: JobKind;
  readonly vertical: string;
  readonly modelName: string;
  readonly parameters: unknown;
  readonly requestedBy: string;
  readonly reason: JobReason;
  /** Default: `defaultLimits`. */
  readonly limits?: JobLimits;
  /** Default: 3. */
  readonly maxAttempts?: number;
  readonly retryOf?: string;
}

export interface JobFilter {
  readonly status?: JobStatus | undefined;
  readonly kind?: JobKind | undefined;
  /** Default: all verticals. */
  readonly verticals?: readonly string[] | undefined;
  readonly modelName?: string | undefined;
  readonly limit: number;
  /** `nextCursor` of the previous page. */
  readonly cursor?: string | undefined;
}

export interface JobPage {
  readonly items: Job[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

const MAX_ATTEMPTS = 3;
const LOG_PAGE = 1_000;
const countsRow = z.object({ queued: rowInteger, active: rowInteger, failed: rowInteger, succeeded: rowInteger });
const logRow = jobLogLineSchema.extend({ sequence: rowInteger, at: rowTime });

/** The queue of jobs for trainers, with their progress and results. Any number of processes may open it. */
export class JobQueue {
  private constructor(
    readonly database: DataSource,
    /** Connection string of the same database. */
    readonly url: string,
    readonly messages: JobMessages,
  ) {}

  /** @param database from `openPlatformDatabase`, for the same `url` */
  static async open(database: DataSource, url: string): Promise<JobQueue> {
    return new JobQueue(database, url, await JobMessages.open(url));
  }

  /**
   * @param transaction that creates the job; the job starts only if it commits
   * @throws LintelError INVALID_ARGUMENT (parameters)
   */
  async enqueue(request: JobRequest, transaction?: Transaction): Promise<Job> {
    const parameters = parseJobParameters(request.kind, request.parameters);
    await this.messages.makeQueue(queueOf(request));
    if (transaction === undefined) {
      return this.database.transaction((own) => this.insert(own, request, parameters));
    }
    return this.insert(transaction, request, parameters);
  }

  private async insert(transaction: Transaction, request: JobRequest, parameters: unknown): Promise<Job> {
    const added = await readRows(
      transaction,
      jobRow,
      `INSERT INTO platform.job
         (id, kind, vertical, model_name, parameters, status, max_attempts, requested_by, reason, retry_of, limits,
          trace)
       VALUES ($1, $2, $3, $4, $5::jsonb, 'queued', $6, $7, $8, $9, $10::jsonb, $11::jsonb) RETURNING ${JOB_COLUMNS}`,
      [
        newEventId(),
        request.kind,
        request.vertical,
        request.modelName,
        JSON.stringify(parameters),
        request.maxAttempts ?? MAX_ATTEMPTS,
        request.requestedBy,
        request.reason,
        request.retryOf ?? null,
        JSON.stringify(request.limits ?? defaultLimits(request.kind)),
        JSON.stringify(writeTrace()),
      ],
    );
    const job = added[0]!;
    await this.messages.send(transaction, queueOf(job), job.id);
    await wakeWorkers(transaction);
    return job;
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Job> {
    const sql = `SELECT ${JOB_COLUMNS} FROM platform.job WHERE id = $1`;
    const found = isJobId(id) ? await readRows(this.database, jobRow, sql, [id]) : [];
    if (found[0] === undefined) throw noSuchJob(id);
    return found[0];
  }

  /** Stores what the search of a running job has tried; nothing happens once the job has ended. */
  async saveSearch(id: string, search: JobSearch): Promise<void> {
    await this.database.query(
      `UPDATE platform.job SET search = $2::jsonb WHERE id = $1 AND status IN ('active', 'cancelling')`,
      [id, JSON.stringify(jobSearchSchema.parse(search))],
    );
  }

  /**
   * Newest first, without the trials of searches.
   * @throws LintelError INVALID_ARGUMENT if the cursor was not issued by this service
   */
  async list({ status, kind, verticals, modelName, limit, cursor }: JobFilter): Promise<JobPage> {
    const before = cursor === undefined ? undefined : readJobCursor(cursor);
    // One more row than requested shows whether there is a next page.
    const found = await readRows(
      this.database,
      jobRow,
      `SELECT ${LISTED_JOB_COLUMNS} FROM platform.job
       WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR kind = $2)
         AND ($3::text[] IS NULL OR vertical = ANY ($3)) AND ($4::text IS NULL OR model_name = $4)
         AND ($5::timestamptz IS NULL OR (created_at, id) < ($5::timestamptz, $6::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $7`,
      [
        status ?? null,
        kind ?? null,
        verticals ?? null,
        modelName ?? null,
        before?.createdAt ?? null,
        before?.id ?? null,
        limit + 1,
      ],
    );
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: last !== undefined && found.length > limit ? writeJobCursor(last) : null };
  }

  /**
   * The log of a job, oldest first; at most 1,000 lines.
   * @param options.after sequence number of the last known line
   * @throws LintelError NOT_FOUND
   */
  async log(id: string, { after }: { readonly after?: number } = {}): Promise<JobLogLine[]> {
    const lines = isJobId(id)
      ? await readRows(
          this.database,
          logRow,
          `SELECT sequence, at, level, text FROM platform.job_log
       WHERE job_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${LOG_PAGE}`,
          [id, after ?? 0],
        )
      : [];
    if (lines.length === 0) await this.get(id);
    return lines;
  }

  /**
   * A queued job is cancelled at once. An active job is `cancelling` until its trainer, which is notified within a
   * second, has stopped it.
   * @throws LintelError NOT_FOUND, CONFLICT (it has ended)
   */
  async cancel(id: string, by: string): Promise<Job> {
    return this.database.transaction(async (transaction) => {
      const job = await lockJob(transaction, id);
      if (isFinal(job)) throw wrongState(job, 'queued or active', 'Nothing is left to cancel.');
      if (job.status === 'cancelling') return withoutTurn(job);
      const error = cancelledBy(by);
      await addJobLog(transaction, id, [{ level: 'warn', text: error.problem }]);
      // Its message remains: the trainer that takes it finds that the job is no longer queued. (Removing it here could
      // block a trainer.)
      if (job.status === 'queued') return endJob(transaction, id, { status: 'cancelled', error });
      // The trainer ends the job; the name of the requester is stored until then.
      await transaction.query(`UPDATE platform.job SET status = 'cancelling', error = $2::jsonb WHERE id = $1`, [
        id,
        JSON.stringify(error),
      ]);
      await wakeWorkers(transaction);
      return withoutTurn({ ...job, status: 'cancelling', error });
    });
  }

  /**
   * Creates a new job that repeats an ended one.
   * @throws LintelError NOT_FOUND, CONFLICT (it has not ended)
   */
  async retry(id: string, by: string): Promise<Job> {
    const job = await this.get(id);
    if (!isFinal(job))
      throw wrongState(job, 'succeeded, failed or cancelled', 'Wait until it has ended, or cancel it.');
    const { kind, vertical, modelName, parameters, limits, maxAttempts } = job;
    const request = { kind, vertical, modelName, parameters, limits, maxAttempts };
    return this.enqueue({ ...request, requestedBy: by, reason: 'person', retryOf: id });
  }

  /**
   * @param since start of the period for ended jobs
   * @param verticals default: all
   */
  async counts(
    since: Date,
    verticals?: readonly string[],
  ): Promise<{ queued: number; active: number; failed: number; succeeded: number }> {
    const rows = await readRows(
      this.database,
      countsRow,
      `SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
         count(*) FILTER (WHERE status IN ('active', 'cancelling')) AS active,
         count(*) FILTER (WHERE status = 'failed' AND ended_at >= $1) AS failed,
         count(*) FILTER (WHERE status = 'succeeded' AND ended_at >= $1) AS succeeded
       FROM platform.job WHERE (status IN ('queued', 'active', 'cancelling') OR ended_at >= $1)
         AND ($2::text[] IS NULL OR vertical = ANY ($2))`,
      [since, verticals ?? null],
    );
    return rows[0]!;
  }

  /** @returns the newest job of a kind, or undefined if there was none */
  async newest(modelName: string, kind: JobKind, transaction: Transaction = this.database): Promise<Job | undefined> {
    const sql = `SELECT ${JOB_COLUMNS} FROM platform.job WHERE model_name = $1 AND kind = $2
       ORDER BY created_at DESC, id DESC LIMIT 1`;
    return (await readRows(transaction, jobRow, sql, [modelName, kind]))[0];
  }

  /** Queued and active jobs of that kind and model, oldest first. */
  async running(modelName: string, kind: JobKind): Promise<Job[]> {
    return readRows(
      this.database,
      jobRow,
      `SELECT ${JOB_COLUMNS} FROM platform.job
       WHERE status IN ('queued', 'active', 'cancelling') AND model_name = $1 AND kind = $2 ORDER BY created_at, id`,
      [modelName, kind],
    );
  }
}

function withoutTurn({ turn: _, ...job }: Job & { readonly turn: number }): Job {
  return job;
}

function wrongState(job: Job, expected: string, cure: string): LintelError {
  return new LintelError('CONFLICT', {
    problem: `The job ${job.id} is ${job.status}.`,
    expected: `a job that is ${expected}`,
    received: job.status,
    cure,
  });
}
