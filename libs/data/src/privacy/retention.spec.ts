import { randomUUID } from 'node:crypto';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { deleteRows, PLATFORM_RETENTION, runRetention, type RetentionRule } from './retention';

const signal = new AbortController().signal;
let postgres: TestPostgres;
let database: DataSource;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

/** @returns the id of a job that ended the given number of days ago; null: it is active */
async function addJob(endedDaysAgo: number | null, { vertical = 'shop', retryOf = null as string | null } = {}) {
  const id = randomUUID();
  await database.query(
    `INSERT INTO platform.job (id, kind, vertical, model_name, parameters, status, max_attempts, requested_by, reason,
       limits, retry_of, ended_at)
     VALUES ($1, 'train', $2, 'shop.goods', '{}', $3, 3, 'Ada', 'person', '{}', $4, now() - $5 * interval '1 day')`,
    [id, vertical, endedDaysAgo === null ? 'active' : 'succeeded', retryOf, endedDaysAgo],
  );
  await database.query("INSERT INTO platform.job_log (job_id, level, text) VALUES ($1, 'log', 'x')", [id]);
  return id;
}
const run = (rules: readonly RetentionRule[] = PLATFORM_RETENTION, keptDays?: number) =>
  runRetention({ database, vertical: 'shop', rules, signal, keptDays });
const jobs = async (): Promise<string[]> =>
  (await database.query<{ id: string }[]>('SELECT id FROM platform.job')).map(({ id }) => id).sort();

describe('retention', () => {
  it('removes expired data of its vertical, with everything that depends on it, and reports how much', async () => {
    const recent = await addJob(10);
    const running = await addJob(null);
    const elsewhere = await addJob(400, { vertical: 'clinic' });
    const old = await addJob(200);
    await addJob(190, { retryOf: old });
    const repeated = await addJob(300);
    const repeat = await addJob(5, { retryOf: repeated });
    const outcomes = await run();
    expect(outcomes.find(({ what }) => what.startsWith('ended jobs'))?.removed).toBe(2);
    expect(await jobs()).toEqual([recent, running, elsewhere, repeated, repeat].sort());
    const logs = await database.query<unknown[]>('SELECT 1 FROM platform.job_log');
    expect(logs).toHaveLength(5);
    expect((await run()).every(({ removed }) => removed === 0)).toBe(true);
  });

  it('keeps for ever what no rule or setting ends', async () => {
    await database.query("CREATE TABLE public.visit AS SELECT now() - interval '50 days' AS at");
    const rule = { what: 'visits', keptDays: null, removeSome: deleteRows('public.visit', 't.at < $1') };
    expect(await run([rule])).toEqual([{ what: 'visits', removed: 0, keptDays: null }]);
    expect(await run([rule], 60)).toEqual([{ what: 'visits', removed: 0, keptDays: 60 }]);
    expect(await run([rule], 40)).toEqual([{ what: 'visits', removed: 1, keptDays: 40 }]);
  });

  it('removes more than one bite can hold', async () => {
    await database.query(
      "CREATE TABLE public.step AS SELECT now() - interval '9 days' AS at FROM generate_series(1, 2500)",
    );
    const rule = { what: 'steps', keptDays: 7, removeSome: deleteRows('public.step', 't.at < $1') };
    expect(await run([rule])).toEqual([{ what: 'steps', removed: 2_500, keptDays: 7 }]);
  });

  it('counts beforehand exactly what it then removes, and a count removes nothing', async () => {
    await addJob(200);
    await addJob(220);
    const before = await jobs();
    const counted = await runRetention({
      database,
      vertical: 'shop',
      rules: PLATFORM_RETENTION,
      signal,
      preview: true,
    });
    expect(counted.find(({ what }) => what.startsWith('ended jobs'))).toMatchObject({ removed: 2, keptDays: 180 });
    expect(await jobs()).toEqual(before);
    expect(await run()).toEqual(counted);
    expect(await jobs()).toHaveLength(before.length - 2);
  });

  it('stops when it is aborted', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    const options = { database, vertical: 'shop', rules: PLATFORM_RETENTION, signal: stopped };
    await expect(runRetention(options)).rejects.toThrow('stopped');
  });

  it('has no rule that could shorten the audit trail', () => {
    expect(PLATFORM_RETENTION.filter(({ removeSome }) => removeSome.includes('audit'))).toEqual([]);
  });
});
