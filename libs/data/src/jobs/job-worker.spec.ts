import { LintelError } from '@lintel/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobQueue } from './job-queue';
import type { JobContext } from './running-attempt';
import { TestQueue, trainRequest, untilAborted } from './testing/open-test-queue';

describe('JobWorker', () => {
  let test: TestQueue;
  let queue: JobQueue;

  beforeAll(async () => {
    test = await TestQueue.open();
    queue = test.queue;
  });
  afterEach(() => test.clear());
  afterAll(() => test.stop());

  it('a job succeeds with its result, its effect and its event in one transaction', async () => {
    test.work((job) =>
      Promise.resolve({
        result: { versionId: 'v1' },
        async commit(transaction) {
          await transaction.query('INSERT INTO effect VALUES ($1, $2)', [job.id, 'here']);
          // Nothing is visible from outside the transaction yet.
          expect(await test.effects()).toBe(0);
        },
      }),
    );
    const job = await test.ended(await queue.enqueue(trainRequest()));
    expect(job).toMatchObject({
      status: 'succeeded',
      attempt: 1,
      result: { versionId: 'v1' },
      error: null,
      worker: 'trainer-1',
    });
    expect(await test.effects()).toBe(1);
    expect(await test.told()).toMatchObject([{ jobId: job.id, status: 'succeeded', problem: null }]);
  });

  it('starts a job at once, long before it would look by itself', async () => {
    const started: number[] = [];
    test.work(
      () => {
        started.push(performance.now());
        return Promise.resolve({ result: {} });
      },
      { pollMs: 60_000 },
    );
    // The first job is found when the worker starts listening.
    await test.ended(await queue.enqueue(trainRequest()));
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const job = await queue.enqueue(trainRequest());
      const enqueued = performance.now();
      await test.ended(job);
      waits.push(started.at(-1)! - enqueued);
    }
    waits.sort((a, b) => a - b);
    // The fastest run shows our delay; the others may have waited for the machine.
    expect(waits[0]).toBeLessThan(100);
    expect(waits[9]).toBeLessThan(5_000);
  });

  it('an error is tried again with growing delay until it works', async () => {
    const times: number[] = [];
    test.work(
      (_job, { attempt }) => {
        times.push(performance.now());
        if (attempt < 3) throw new Error(`flaky ${attempt}`);
        return Promise.resolve({ result: { attempt } });
      },
      { pollMs: 50, firstRetryMs: 100 },
    );
    const job = await test.ended(await queue.enqueue(trainRequest()));
    expect(job).toMatchObject({ status: 'succeeded', attempt: 3, result: { attempt: 3 }, error: null });
    expect(times[1]! - times[0]!).toBeGreaterThan(95);
    expect(times[2]! - times[1]!).toBeGreaterThan(395);
    const log = (await queue.log(job.id)).map(({ text }) => text);
    expect(log[0]).toContain('Attempt 1 of 3');
    expect(log[0]).toContain('flaky 1');
    expect(log[1]).toContain('Attempt 2 of 3');
  });

  it('fails after the last attempt with what went wrong', async () => {
    test.work(() => Promise.reject(new Error('no such folder')));
    const job = await test.ended(await queue.enqueue(trainRequest(1, { maxAttempts: 2 })));
    expect(job).toMatchObject({
      status: 'failed',
      attempt: 2,
      result: null,
      error: { code: 'INTERNAL', received: 'Error: no such folder' },
    });
    expect(await test.told()).toMatchObject([{ status: 'failed', problem: job.error!.problem }]);
  });

  it('what a retry cannot help fails at once with its cure', async () => {
    test.work(() => {
      throw new LintelError('DATASET_EMPTY', { problem: 'No pictures.', expected: 'some', cure: 'Add pictures.' });
    });
    const job = await test.ended(await queue.enqueue(trainRequest()));
    expect(job).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'DATASET_EMPTY', problem: 'No pictures.', expected: 'some', cure: 'Add pictures.' },
    });
  });

  it('what could not be committed is an error of the attempt, and leaves nothing behind', async () => {
    test.work((job, { attempt }) =>
      Promise.resolve({
        result: {},
        async commit(transaction) {
          await transaction.query('INSERT INTO effect VALUES ($1, $2)', [job.id, 'here']);
          if (attempt === 1) throw new Error('not registered');
        },
      }),
    );
    expect(await test.ended(await queue.enqueue(trainRequest()))).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(await test.effects()).toBe(1);
  });

  it('a cancelled active job is aborted within a second, and ends as cancelled', async () => {
    let heard: LintelError | undefined;
    let at = 0;
    test.work(
      async (_job, context) => {
        try {
          return await untilAborted(context);
        } finally {
          at = performance.now();
          heard = context.signal.reason as LintelError;
        }
      },
      { pollMs: 60_000 },
    );
    const { id } = await queue.enqueue(trainRequest());
    await test.active({ id });
    const asked = performance.now();
    expect(await queue.cancel(id, 'Ben')).toMatchObject({ status: 'cancelling' });
    const job = await test.ended(await queue.get(id));
    expect(at - asked).toBeLessThan(1_000);
    expect(heard!.code).toBe('CANCELLED');
    expect(job).toMatchObject({ status: 'cancelled', attempt: 1, error: { problem: 'Ben cancelled the job.' } });
    expect(await test.told()).toMatchObject([{ status: 'cancelled', problem: 'Ben cancelled the job.' }]);
  });

  it('a cancelled job has no effect, even if its work was already done', async () => {
    let release: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => (release = resolve));
    test.work(async (job) => {
      await ready;
      return {
        result: {},
        async commit(transaction) {
          await transaction.query('INSERT INTO effect VALUES ($1, $2)', [job.id, 'here']);
        },
      };
    });
    const { id } = await queue.enqueue(trainRequest());
    await test.active({ id });
    await queue.cancel(id, 'Ben');
    release();
    expect(await test.ended(await queue.get(id))).toMatchObject({ status: 'cancelled', result: null });
    expect(await test.effects()).toBe(0);
  });

  it('a job that was cancelled while it waited never starts', async () => {
    const { id } = await queue.enqueue(trainRequest(1));
    await queue.cancel(id, 'Ben');
    const later = await queue.enqueue(trainRequest(2));
    const ran: string[] = [];
    test.work((job) => {
      ran.push(job.id);
      return Promise.resolve({ result: {} });
    });
    await test.ended(later);
    expect(ran).toEqual([later.id]);
  });

  it('runs at most the configured number of jobs per kind, in order, and only of its vertical', async () => {
    let now = 0;
    let most = 0;
    const order: unknown[] = [];
    await queue.enqueue(trainRequest(0, { vertical: 'clinic', parameters: { examples: 99 } }));
    const jobs = [];
    for (let n = 1; n <= 6; n += 1) jobs.push(await queue.enqueue(trainRequest(n)));
    test.work(
      async (job) => {
        order.push(job.parameters['examples']);
        most = Math.max(most, (now += 1));
        await delay(50);
        now -= 1;
        return { result: {} };
      },
      { concurrency: { train: 2 } },
    );
    for (const job of jobs) await test.ended(job);
    expect(most).toBe(2);
    expect(order).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await queue.list({ verticals: ['clinic'], limit: 10 })).items[0]!.status).toBe('queued');
  });

  it('a stopped worker puts its job back without counting the attempt, and the next start goes on', async () => {
    let reason: LintelError | undefined;
    const first = test.work(async (_job, context) => {
      try {
        return await untilAborted(context);
      } finally {
        reason = context.signal.reason as LintelError;
      }
    });
    const { id } = await queue.enqueue(trainRequest());
    await test.active({ id });
    await first.stop();
    expect(reason!.code).toBe('SERVICE_UNAVAILABLE');
    expect(await queue.get(id)).toMatchObject({ status: 'queued', attempt: 0, worker: null });
    test.work(() => Promise.resolve({ result: {} }), { workerName: 'trainer-2' });
    expect(await test.ended(await queue.get(id))).toMatchObject({
      status: 'succeeded',
      attempt: 1,
      worker: 'trainer-2',
    });
  });

  it('a worker stops in time although its work ignores the signal, and that work writes nothing more', async () => {
    let finish: () => void = () => undefined;
    const deaf = new Promise<void>((resolve) => (finish = resolve));
    let context: JobContext | undefined;
    const first = test.work(async (job, given) => {
      context = given;
      await deaf;
      return {
        result: { by: 'deaf' },
        async commit(transaction) {
          await transaction.query('INSERT INTO effect VALUES ($1, $2)', [job.id, 'deaf']);
        },
      };
    });
    const { id } = await queue.enqueue(trainRequest());
    await test.active({ id });
    await first.stop({ withinMs: 100 });
    test.work(async () => {
      context!.log('log', 'from the grave');
      finish();
      await delay(700);
      return { result: { by: 'the second' } };
    });
    expect(await test.ended(await queue.get(id))).toMatchObject({ status: 'succeeded', result: { by: 'the second' } });
    expect(await test.effects()).toBe(0);
    expect((await queue.log(id)).map(({ text }) => text)).not.toContain('from the grave');
  });
});
