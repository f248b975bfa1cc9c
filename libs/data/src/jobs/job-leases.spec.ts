import type { LintelError } from '@lintel/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@lintel/streams/testing/eventually';
import { JobLeases } from './job-leases';
import type { JobQueue } from './job-queue';
import { settleAttempt } from './job-settlement';
import { TestQueue, trainRequest, untilAborted, WAIT_MS } from './testing/open-test-queue';

describe('JobLeases', () => {
  let test: TestQueue;
  let queue: JobQueue;

  beforeAll(async () => {
    test = await TestQueue.open();
    queue = test.queue;
  });
  afterEach(() => test.clear());
  afterAll(() => test.stop());

  it('the result of a stale attempt is refused, and its work is aborted because another trainer has the job', async () => {
    const lost = new JobLeases(queue, 'lost', 1);
    const { id } = await queue.enqueue(trainRequest());
    await queue.messages.makeQueue('shop.train');
    const stale = (await lost.take('shop', 'train'))!;
    await delay(20);
    test.work(() => Promise.resolve({ result: { by: 'the second' } }));
    const job = await test.ended(await queue.get(id));
    expect(job).toMatchObject({ status: 'succeeded', attempt: 2, worker: 'trainer-1' });
    expect(await lost.renew(stale)).toBeUndefined();
    const settled = settleAttempt(
      queue,
      stale,
      {
        kind: 'done',
        outcome: {
          result: { by: 'the stale' },
          async commit(transaction) {
            await transaction.query('INSERT INTO effect VALUES ($1, $2)', [id, 'stale']);
          },
        },
      },
      { firstRetryMs: 1 },
    );
    expect(await settled).toBe('refused');
    expect(await queue.get(id)).toEqual(job);
    expect(await test.effects()).toBe(0);
  });

  it('work whose lease was lost is aborted', async () => {
    let reason: LintelError | undefined;
    let attempts = 0;
    test.work(async (_job, context) => {
      attempts += 1;
      if (attempts > 1) return { result: {} };
      // Simulates a trainer that has been silent for long.
      await test.database.query("UPDATE platform.job SET lease_until = now() - interval '1 second'");
      try {
        return await untilAborted(context);
      } finally {
        reason = context.signal.reason as LintelError;
      }
    });
    const second = new JobLeases(queue, 'second', 60_000);
    const { id } = await queue.enqueue(trainRequest());
    await eventually(async () => {
      await second.sweep();
      return attempts > 0 && (await queue.get(id)).status === 'queued';
    }, WAIT_MS);
    await eventually(() => Promise.resolve(reason !== undefined), WAIT_MS);
    expect(reason!.code).toBe('JOB_ABANDONED');
    expect(await test.ended(await queue.get(id))).toMatchObject({ status: 'succeeded', attempt: 2 });
  });

  it('a job whose trainers are lost again and again fails as abandoned', async () => {
    const lost = new JobLeases(queue, 'lost', 1);
    const { id } = await queue.enqueue(trainRequest(1, { maxAttempts: 2 }));
    for (const attempt of [1, 2]) {
      expect(await lost.take('shop', 'train')).toMatchObject({ id, attempt });
      await delay(20);
      expect(await lost.sweep()).toBe(1);
    }
    const job = await queue.get(id);
    expect(job).toMatchObject({ status: 'failed', attempt: 2, error: { code: 'JOB_ABANDONED' } });
    expect(job.error!.problem).toContain('The trainer lost stopped responding in attempt 2');
    expect(await test.told()).toMatchObject([{ status: 'failed' }]);
    expect(await lost.take('shop', 'train')).toBeUndefined();
  });

  it('a cancelled job whose trainer is lost ends as cancelled', async () => {
    const lost = new JobLeases(queue, 'lost', 1);
    const { id } = await queue.enqueue(trainRequest());
    await lost.take('shop', 'train');
    await queue.cancel(id, 'Ben');
    await delay(20);
    await lost.sweep();
    expect(await queue.get(id)).toMatchObject({ status: 'cancelled', error: { problem: 'Ben cancelled the job.' } });
  });
});
