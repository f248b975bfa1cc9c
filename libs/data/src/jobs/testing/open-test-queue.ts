import type { Job, JobEnded } from '@lintel/contracts';
import type { DataSource } from '../../database/orm';
import { openPlatformDatabase } from '../../platform/platform-database';
import { eventually } from '@lintel/streams/testing/eventually';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { JobQueue, type JobRequest } from '../job-queue';
import { JobWorker, type JobWorkerOptions } from '../job-worker';
import type { JobContext, RunJob } from '../running-attempt';

export const WAIT_MS = 20_000;

/** A queue in a separate database, with a table `effect (job_id, worker)` for the effects of jobs. */
export class TestQueue {
  private workers: JobWorker[] = [];

  private constructor(
    readonly url: string,
    readonly database: DataSource,
    readonly queue: JobQueue,
    private readonly stopServer: () => Promise<void>,
  ) {}

  static async open(): Promise<TestQueue> {
    const postgres = await startTestPostgres();
    const database = await openPlatformDatabase(postgres.url);
    await database.query('CREATE TABLE effect (job_id uuid NOT NULL, worker text NOT NULL)');
    return new TestQueue(postgres.url, database, await JobQueue.open(database, postgres.url), () => postgres.stop());
  }

  /** A worker that runs until `clear`. */
  work(run: RunJob, options: Partial<JobWorkerOptions> = {}): JobWorker {
    const worker = new JobWorker({
      queue: this.queue,
      vertical: 'shop',
      kinds: ['train'],
      workerName: 'trainer-1',
      firstRetryMs: 50,
      pollMs: 200,
      run,
      ...options,
    });
    this.workers.push(worker);
    worker.start();
    return worker;
  }

  async ended({ id }: Pick<Job, 'id'>): Promise<Job> {
    await eventually(async () => (await this.queue.get(id)).endedAt !== null, WAIT_MS);
    return this.queue.get(id);
  }

  async active({ id }: Pick<Job, 'id'>): Promise<void> {
    await eventually(async () => (await this.queue.get(id)).status === 'active', WAIT_MS);
  }

  /** The events in the outbox. */
  async told(): Promise<(JobEnded & { topic: string })[]> {
    const sql = 'SELECT topic, value FROM streams.outbox ORDER BY seq';
    const rows = await this.database.query<{ topic: string; value: Buffer }[]>(sql);
    return rows.map(({ topic, value }) => ({ topic, ...(JSON.parse(value.toString()) as JobEnded) }));
  }

  async effects(): Promise<number> {
    const rows = await this.database.query<{ count: number }[]>('SELECT count(*)::int AS count FROM effect');
    return rows[0]!.count;
  }

  /** Stops the workers and deletes all jobs. */
  async clear(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop({ withinMs: 500 })));
    this.workers = [];
    const tables = ['platform.job', 'platform.schedule', 'streams.outbox', 'jobs_queue.job', 'effect'];
    await this.database.query(`TRUNCATE ${tables.join(', ')} CASCADE`);
  }

  async stop(): Promise<void> {
    await this.database.destroy();
    await this.stopServer();
  }
}

/** Ends only when its signal is aborted. */
export const untilAborted = ({ signal }: JobContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** A training job of shop.goods; `examples` distinguishes jobs and controls test programs. */
export function trainRequest(examples = 1, more: Partial<JobRequest> = {}): JobRequest {
  return {
    kind: 'train',
    vertical: 'shop',
    modelName: 'shop.goods',
    parameters: { examples },
    requestedBy: 'Ada',
    reason: 'person',
    ...more,
  };
}
