import { randomUUID } from 'node:crypto';
import type { DriftReport, DriftWindowState } from '@lintel/contracts';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { DriftWindows } from './drift-windows';

const stateOf = (examples: number): DriftWindowState => ({
  formatVersion: 2,
  seed: 1,
  examples,
  unsure: 0,
  confident: examples,
  confidenceSum: examples / 2,
  categories: { Bag: examples },
  sample: { keys: [], outcome: [], confidence: [], latencyMs: [], features: {} },
});
const reportOf = (examples: number): DriftReport => {
  const distance = { psi: null, ks: null, mean: null, referenceMean: 0, status: 'unknown' } as const;
  return {
    examples,
    enough: false,
    features: [],
    outcome: { kind: 'category', psi: null, pValue: null, categories: [], status: 'unknown' },
    confidence: distance,
    latency: null,
    unsureShare: 0,
    status: 'unknown',
  };
};
const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));

describe('drift windows', () => {
  let postgres: TestPostgres;
  let database: DataSource;
  let windows: DriftWindows;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openPlatformDatabase(postgres.url);
    windows = new DriftWindows(database);
  });
  afterAll(async () => {
    await database.destroy();
    await postgres.stop();
  });

  const minimumExamples = 10;
  const add = (versionId: string, minute: number, examples: number) =>
    windows.update(
      'shop.goods',
      versionId,
      { startAt: at(minute), endAt: at(minute + 10), minimumExamples },
      (state) => ({ state: stateOf((state?.examples ?? 0) + examples), report: null }),
    );
  const shown = async (versionId: string) =>
    (await windows.windows('shop.goods', versionId, { from: at(0) })).map(({ startAt, endAt, state }) => [
      new Date(startAt).getUTCMinutes(),
      new Date(endAt).getUTCMinutes(),
      state.examples,
    ]);

  it('grow until they can be judged, and only then is a new one begun', async () => {
    const versionId = randomUUID();
    await add(versionId, 0, 4);
    await add(versionId, 20, 5);
    expect(await shown(versionId)).toEqual([[0, 30, 9]]);
    await add(versionId, 40, 30);
    await add(versionId, 50, 3);
    expect(await shown(versionId)).toEqual([
      [0, 50, 39],
      [50, 60 % 60, 3],
    ]);
  });

  it('take a late answer into the window that covers its time', async () => {
    const versionId = randomUUID();
    await add(versionId, 0, 4);
    await add(versionId, 20, 8);
    await add(versionId, 30, 2);
    await add(versionId, 10, 1);
    await add(versionId, 20, 1);
    expect(await shown(versionId)).toEqual([
      [0, 30, 14],
      [30, 40, 2],
    ]);
  });

  it('lose no prediction when updated concurrently', async () => {
    const versionId = randomUUID();
    await Promise.all(Array.from({ length: 25 }, () => add(versionId, 0, 1)));
    const [window, ...others] = await windows.windows('shop.goods', versionId, { from: at(0) });
    expect(others).toEqual([]);
    expect(window).toEqual({
      modelName: 'shop.goods',
      versionId,
      startAt: at(0).toISOString(),
      endAt: at(10).toISOString(),
      state: stateOf(25),
      report: null,
    });
  });

  it('are brought forward with the transaction of the answer, or not at all', async () => {
    const versionId = randomUUID();
    const failing = database.transaction(async (transaction) => {
      const merge = () => ({ state: stateOf(1), report: null });
      const time = { startAt: at(0), endAt: at(10), minimumExamples };
      await windows.update('shop.goods', versionId, time, merge, transaction);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await windows.windows('shop.goods', versionId, { from: at(0) })).toEqual([]);
  });

  it('come oldest first from the time that is asked for, of one version', async () => {
    const versionId = randomUUID();
    for (const minute of [20, 0, 10]) {
      const times = { startAt: at(minute).toISOString(), endAt: at(minute + 10).toISOString() };
      const window = { modelName: 'shop.goods', versionId, ...times, state: stateOf(minute), report: null };
      await windows.saveWindow(window);
      await windows.saveWindow({ ...window, state: stateOf(minute + 1) });
      await windows.saveWindow({ ...window, versionId: randomUUID() });
    }
    const found = await windows.windows('shop.goods', versionId, { from: at(10) });
    expect(found.map(({ state }) => state.examples)).toEqual([11, 21]);
  });

  it('return only their reports, oldest first, from the requested time', async () => {
    const versionId = randomUUID();
    const save = (minute: number, report: DriftReport | null) =>
      windows.saveWindow({
        modelName: 'shop.goods',
        versionId,
        startAt: at(minute).toISOString(),
        endAt: at(minute + 10).toISOString(),
        state: stateOf(minute),
        report,
      });
    await save(20, reportOf(20));
    await save(0, reportOf(0));
    await save(10, reportOf(10));
    await save(30, null);
    const judged = [10, 20].map((minute) => ({
      startAt: at(minute).toISOString(),
      endAt: at(minute + 10).toISOString(),
      report: reportOf(minute),
    }));
    expect(await windows.reports('shop.goods', versionId, { from: at(11) })).toEqual(judged);
    expect(await windows.newestReport('shop.goods', versionId, { from: at(10) })).toEqual(reportOf(20));
    expect(await windows.newestReport('shop.goods', versionId, { from: at(30) })).toBeNull();
    expect(await windows.newestReport('shop.goods', randomUUID(), { from: at(0) })).toBeNull();
  });
});
