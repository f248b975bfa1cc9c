import { randomUUID } from 'node:crypto';
import { refusal } from '@lintel/contracts/testing/refusal';
import { JobQueue } from './job-queue';
import { TestQueue, trainRequest } from './testing/open-test-queue';

describe('JobQueue', () => {
  let test: TestQueue;
  let queue: JobQueue;

  beforeAll(async () => {
    test = await TestQueue.open();
    queue = test.queue;
  });
  afterEach(() => test.clear());
  afterAll(() => test.stop());

  const messages = async (): Promise<string[]> => {
    const rows = await test.database.query<{ id: string }[]>('SELECT id FROM jobs_queue.job ORDER BY id');
    return rows.map(({ id }) => id);
  };
  it('is opened by several processes at once', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => JobQueue.open(test.database, test.url)));
    const kinds = ['one', 'two', 'three', 'four'];
    const jobs = await Promise.all(opened.map((other, at) => other.enqueue(trainRequest(1, { vertical: kinds[at]! }))));
    expect(jobs.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued', 'queued']);
  });

  it('keeps what was asked for, with the limits of the kind', async () => {
    const job = await queue.enqueue(trainRequest(500));
    expect(job).toMatchObject({
      kind: 'train',
      status: 'queued',
      parameters: { examples: 500 },
      attempt: 0,
      maxAttempts: 3,
      requestedBy: 'Ada',
      reason: 'person',
      retryOf: null,
      curve: [],
      limits: { memoryMiB: 4_096, seconds: 21_600 },
    });
    expect(job.limits.cores).toBeGreaterThanOrEqual(1);
    expect(await queue.get(job.id)).toEqual(job);
    const parameters = { versionId: randomUUID() };
    const other = await queue.enqueue(trainRequest(1, { kind: 'backfill', parameters }));
    expect(other.limits).toEqual({ memoryMiB: 2_048, cores: 1, seconds: 3_600 });
  });

  it('refuses parameters that the kind does not have', async () => {
    const error = await refusal(() => queue.enqueue(trainRequest(1, { parameters: { epochs: 0, colour: 'red' } })));
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.received).toContain('epochs');
    expect(error.received).toContain('colour');
  });

  it('a job and its message come to be in the transaction of the caller, or not at all', async () => {
    const undone = test.database.transaction(async (transaction) => {
      await queue.enqueue(trainRequest(), transaction);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect((await queue.list({ limit: 10 })).items).toEqual([]);
    expect(await messages()).toEqual([]);
    const job = await test.database.transaction((transaction) => queue.enqueue(trainRequest(), transaction));
    expect(await messages()).toEqual([job.id]);
  });

  it('lists page by page, newest first, and by what is asked', async () => {
    const jobs = [];
    for (let n = 1; n <= 7; n += 1) jobs.push(await queue.enqueue(trainRequest(n)));
    const other = await queue.enqueue(trainRequest(8, { vertical: 'clinic', modelName: 'clinic.scans' }));
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await queue.list({ verticals: ['shop'], limit: 3, cursor });
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(jobs.map(({ id }) => id).reverse());
    const found = async (filter: object) => (await queue.list({ limit: 10, ...filter })).items.map(({ id }) => id);
    expect(await found({ modelName: 'clinic.scans' })).toEqual([other.id]);
    expect(await found({ kind: 'evaluate' })).toEqual([]);
    expect(await found({ status: 'active' })).toEqual([]);
    expect(await found({})).toHaveLength(8);
    expect((await refusal(() => queue.list({ limit: 3, cursor: 'x' }))).code).toBe('INVALID_ARGUMENT');
  });

  it('keeps the trials of a search with its job while that runs, and leaves them out of lists', async () => {
    const { id } = await queue.enqueue(trainRequest());
    const trial = { number: 0, configuration: { recipe: 'trees' }, resource: 1, seconds: 2, score: 0.5, error: null };
    const figure = { key: 'auc', unit: 'share', better: 'higher' } as const;
    const search = { formatVersion: 1 as const, key: 'k', trials: [trial], figure };
    await queue.saveSearch(id, search);
    expect((await queue.get(id)).search).toBeNull();
    await test.database.query(`UPDATE platform.job SET status = 'active' WHERE id = $1`, [id]);
    await queue.saveSearch(id, search);
    expect((await queue.get(id)).search).toEqual(search);
    expect((await queue.list({ limit: 10 })).items.map((job) => [job.id, job.search])).toEqual([[id, null]]);
  });

  it('cancels a queued job at once, and publishes the event', async () => {
    const { id } = await queue.enqueue(trainRequest());
    expect(await queue.running('shop.goods', 'train')).toMatchObject([{ id }]);
    const cancelled = await queue.cancel(id, 'Ben');
    expect(cancelled).toMatchObject({
      status: 'cancelled',
      error: { code: 'CANCELLED', problem: 'Ben cancelled the job.' },
    });
    expect(cancelled.endedAt).not.toBeNull();
    expect(await test.told()).toMatchObject([
      { topic: 'platform.job-ended', jobId: id, status: 'cancelled', problem: 'Ben cancelled the job.' },
    ]);
    expect(await queue.log(id)).toMatchObject([{ level: 'warn', text: 'Ben cancelled the job.' }]);
    expect(await queue.running('shop.goods', 'train')).toEqual([]);
    const again = await refusal(() => queue.cancel(id, 'Ada'));
    expect(again).toMatchObject({ code: 'CONFLICT', received: 'cancelled' });
  });

  it('repeats an ended job as a new one, and no other', async () => {
    const job = await queue.enqueue(trainRequest(42, { limits: { memoryMiB: 100, cores: 1, seconds: 5 } }));
    expect(await refusal(() => queue.retry(job.id, 'Ben'))).toMatchObject({ code: 'CONFLICT', received: 'queued' });
    await queue.cancel(job.id, 'Ben');
    const again = await queue.retry(job.id, 'Ben');
    expect(again).toMatchObject({
      status: 'queued',
      retryOf: job.id,
      parameters: { examples: 42 },
      requestedBy: 'Ben',
      reason: 'person',
      limits: job.limits,
    });
    expect(again.id).not.toBe(job.id);
  });

  it('says which job there is not', async () => {
    for (const id of ['nonsense', randomUUID()]) {
      for (const work of [
        () => queue.get(id),
        () => queue.cancel(id, 'Ada'),
        () => queue.retry(id, 'Ada'),
        () => queue.log(id),
      ]) {
        expect(await refusal(work)).toMatchObject({ code: 'NOT_FOUND', problem: `There is no job ${id}.` });
      }
    }
  });
});
