import { join } from 'node:path';
import type { Job } from '@lintel/contracts';
import { EmbeddedPostgres } from '@lintel/streams';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { eventually } from '@lintel/streams/testing/eventually';
import { runProgram, type RunningProgram } from '@lintel/streams/testing/run-program';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { JobQueue } from './job-queue';
import { trainRequest } from './testing/open-test-queue';

const LONG_MS = 90_000;
jest.setTimeout(120_000);

describe('trainers in processes of their own', () => {
  const folder = temporaryFolder();
  let server: EmbeddedPostgres;
  let database: DataSource;
  let queue: JobQueue;
  let programs: RunningProgram[] = [];

  beforeAll(async () => {
    server = await EmbeddedPostgres.start({ folder, durable: false });
    database = await openPlatformDatabase(server.url);
    await database.query('CREATE TABLE effect (job_id uuid NOT NULL, worker text NOT NULL)');
    queue = await JobQueue.open(database, server.url);
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    programs = [];
    await database.query('TRUNCATE platform.job CASCADE; TRUNCATE jobs_queue.job; TRUNCATE effect');
  });
  afterAll(async () => {
    await database.destroy();
    await server.stop();
  });

  const start = (name: string, leaseMs = 2_000): RunningProgram => {
    const program = runProgram(join(__dirname, 'testing/programs/work'), { url: server.url, name, leaseMs });
    programs.push(program);
    return program;
  };
  const effects = (): Promise<{ jobId: string; worker: string }[]> =>
    database.query<{ jobId: string; worker: string }[]>('SELECT job_id AS "jobId", worker FROM effect');
  const succeeded = async (): Promise<Job[]> => (await queue.list({ status: 'succeeded', limit: 1_000 })).items;
  const active = async (): Promise<Job[]> => (await queue.list({ status: 'active', limit: 1_000 })).items;

  it('two do 100 jobs, each once', async () => {
    const jobs: Job[] = [];
    for (let n = 0; n < 100; n += 1) jobs.push(await queue.enqueue(trainRequest(20)));
    start('one', 15_000);
    start('two', 15_000);
    await eventually(async () => (await succeeded()).length === 100, LONG_MS);
    const done = await effects();
    expect(done.map(({ jobId }) => jobId).sort()).toEqual(jobs.map(({ id }) => id).sort());
    expect(new Set(done.map(({ worker }) => worker))).toEqual(new Set(['one', 'two']));
    expect((await succeeded()).map(({ attempt }) => attempt)).toEqual(Array.from({ length: 100 }, () => 1));
    const ends = await database.query<{ count: number }[]>('SELECT count(*)::int AS count FROM streams.outbox');
    expect(ends[0]!.count).toBe(100);
  });

  it('kill -9 in the middle of a job: the other goes on with it, and it ends once', async () => {
    const victim = start('victim');
    const { id } = await queue.enqueue(trainRequest(4_000));
    await eventually(async () => (await active()).length === 1, LONG_MS);
    start('heir');
    await victim.kill();
    await eventually(async () => (await succeeded()).length === 1, LONG_MS);
    expect(await queue.get(id)).toMatchObject({ attempt: 2, worker: 'heir', result: { worker: 'heir' } });
    expect(await effects()).toEqual([{ jobId: id, worker: 'heir' }]);
    expect((await queue.log(id)).map(({ text }) => text)).toEqual([
      'The trainer victim stopped responding in attempt 1 of 3.',
    ]);
  });

  it('SIGTERM puts the job back at once, and the next start goes on with it', async () => {
    const first = start('first', 60_000);
    const { id } = await queue.enqueue(trainRequest(2_000));
    await eventually(async () => (await active()).length === 1, LONG_MS);
    expect(await first.stop()).toBe(0);
    expect(await queue.get(id)).toMatchObject({ status: 'queued', attempt: 0 });
    start('second', 60_000);
    await eventually(async () => (await succeeded()).length === 1, LONG_MS);
    expect(await queue.get(id)).toMatchObject({ attempt: 1, worker: 'second' });
    expect(await effects()).toHaveLength(1);
  });

  it('the database restarts in the middle: the jobs go on, and each has its effect once', async () => {
    const program = start('steady', 30_000);
    const jobs: Job[] = [];
    // One ends while the database is unreachable, one afterwards, and some are queued.
    for (const ms of [1_500, 6_000, 50, 50, 50]) jobs.push(await queue.enqueue(trainRequest(ms)));
    await eventually(async () => (await active()).length === 2, LONG_MS);
    const { port } = server;
    await server.stop();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    server = await EmbeddedPostgres.start({ folder, port, durable: false });
    await eventually(async () => (await succeeded().catch(() => [])).length === jobs.length, LONG_MS);
    expect((await succeeded()).map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1]);
    expect((await effects()).map(({ jobId }) => jobId).sort()).toEqual(jobs.map(({ id }) => id).sort());
    expect(program.ended()).toBe(false);
    expect(program.errors()).toBe('');
  });
});
