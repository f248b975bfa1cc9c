import type { EpochResult, JobProgress } from '@lintel/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobQueue } from './job-queue';
import { TestQueue, trainRequest } from './testing/open-test-queue';

describe('JobAttemptWriter', () => {
  let test: TestQueue;
  let queue: JobQueue;

  beforeAll(async () => {
    test = await TestQueue.open();
    queue = test.queue;
  });
  afterEach(() => test.clear());
  afterAll(() => test.stop());

  it('keeps the last progress, the whole curve and the log', async () => {
    const progress = (share: number): JobProgress => ({
      stage: 'train',
      share,
      epoch: 1,
      epochs: 2,
      loss: 0.5,
      figures: [],
      imagesPerSecond: 100,
      secondsLeft: 1,
    });
    const epoch = (n: number, trainLoss: number): EpochResult => ({
      epoch: n,
      trainLoss,
      figures: [{ key: 'accuracy', unit: 'share', train: 0.5, validation: null }],
      validationLoss: null,
      learningRate: 0.001,
      imagesPerSecond: 100,
      seconds: 1,
    });
    test.work(async (_job, context) => {
      for (let at = 0; at <= 1_000; at += 1) context.report(progress(at / 1_000));
      for (const n of [1, 2, 3]) context.epoch(epoch(n, n));
      context.log('log', 'one');
      context.log('warn', 'two\0');
      await delay(700);
      // Like a run that resumes after the first epoch.
      context.epoch(epoch(2, 20));
      context.epoch({ ...epoch(3, 1), trainLoss: Number.NaN });
      context.log('error', 'three');
      return { result: {} };
    });
    const job = await test.ended(await queue.enqueue(trainRequest()));
    expect(job.progress).toEqual(progress(1));
    expect(job.curve.map(({ epoch: n, trainLoss }) => [n, trainLoss])).toEqual([
      [1, 1],
      [2, 20],
    ]);
    const log = await queue.log(job.id);
    expect(log.map(({ level, text }) => `${level} ${text.slice(0, 40)}`)).toEqual([
      'log one',
      'warn two',
      'warn The epoch that was reported is not valid',
      'error three',
    ]);
    expect(await queue.log(job.id, { after: log[2]!.sequence })).toEqual([log[3]]);
  });

  it('progress is written twice a second at most', async () => {
    let writes = 0;
    await test.database.query(`
      CREATE TABLE written (at timestamptz);
      CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO written VALUES (clock_timestamp()); RETURN NULL; END $$;
      CREATE TRIGGER count_write AFTER UPDATE OF progress ON platform.job FOR EACH ROW EXECUTE FUNCTION count_write()`);
    test.work(async (_job, context) => {
      for (let n = 0; n < 150; n += 1) {
        context.report({
          stage: 'train',
          share: n / 150,
          epoch: null,
          epochs: null,
          loss: null,
          figures: [],
          imagesPerSecond: null,
          secondsLeft: null,
        });
        await delay(10);
      }
      return { result: {} };
    });
    const began = performance.now();
    const { progress } = await test.ended(await queue.enqueue(trainRequest()));
    const seconds = (performance.now() - began) / 1_000;
    expect(progress!.share).toBe(149 / 150);
    const rows = await test.database.query<{ count: number }[]>('SELECT count(*)::int AS count FROM written');
    writes = rows[0]!.count;
    await test.database.query('DROP TRIGGER count_write ON platform.job');
    expect(writes).toBeGreaterThanOrEqual(2);
    expect(writes).toBeLessThanOrEqual(seconds * 2 + 1);
  });
});
