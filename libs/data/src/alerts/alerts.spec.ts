import { message } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { Alerts, type AlertReport } from './alerts';

const psi = (value: number) => message('alert.drift.confidence', { psi: value });
const drift: AlertReport = {
  key: 'drift shop.goods',
  kind: 'drift',
  severity: 'warning',
  vertical: 'shop',
  subject: 'shop.goods',
  title: message('alert.drift.title', { model: 'shop.goods' }),
  detail: [psi(0.31)],
  occurrence: 'window 1',
};

describe('Alerts', () => {
  let postgres: TestPostgres;
  let database: DataSource;
  let now: Date;
  let alerts: Alerts;
  const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openPlatformDatabase(postgres.url);
    alerts = new Alerts(database, () => now);
  });
  beforeEach(() => (now = new Date('2026-01-01T00:00:00.000Z')));
  afterEach(() => database.query('TRUNCATE platform.alert'));
  afterAll(async () => {
    await database.destroy();
    await postgres.stop();
  });

  it('another occurrence counts on the open alert, with its newest detail', async () => {
    const first = await alerts.raise(drift);
    expect(first.opened).toBe(true);
    expect(first.alert).toMatchObject({ state: 'open', seen: 1, silenced: false, openedAt: now.toISOString() });
    now = later(1);
    const second = await alerts.raise({
      ...drift,
      severity: 'critical',
      detail: [psi(0.5)],
      occurrence: 'window 2',
    });
    expect(second.opened).toBe(false);
    expect(second.alert).toEqual({
      ...first.alert,
      severity: 'critical',
      detail: 'Confidence (PSI 0.50).',
      messages: { title: drift.title, detail: [psi(0.5)] },
      seen: 2,
      lastSeenAt: now.toISOString(),
    });
    expect(await alerts.list({ limit: 10 })).toEqual([second.alert]);
  });

  it('counts what raised it, not how often somebody looked', async () => {
    for (const occurrence of ['window 1', 'window 2', 'window 1', 'window 2', 'window 3']) {
      await alerts.raise({ ...drift, occurrence });
    }
    expect((await alerts.list({ limit: 10 })).map(({ seen }) => seen)).toEqual([3]);
  });

  it('is opened once, also when raised concurrently', async () => {
    const raised = await Promise.all(
      Array.from({ length: 20 }, (_, at) => alerts.raise({ ...drift, occurrence: `window ${at}` })),
    );
    expect(raised.filter(({ opened }) => opened)).toHaveLength(1);
    expect((await alerts.list({ limit: 10 })).map(({ seen }) => seen)).toEqual([20]);
  });

  it('is shown to the people of its vertical alone', async () => {
    await alerts.raise(drift);
    expect(await alerts.list({ limit: 10, verticals: ['clinic', 'shop'] })).toHaveLength(1);
    expect(await alerts.list({ limit: 10, verticals: ['clinic'] })).toEqual([]);
    expect(await alerts.list({ limit: 10, verticals: [] })).toEqual([]);
  });

  it('stays acknowledged while it lasts', async () => {
    const { alert } = await alerts.raise(drift);
    await alerts.acknowledge(alert.id, 'Ada', 'new lamp');
    const again = await alerts.raise({ ...drift, severity: 'critical', occurrence: 'window 2' });
    expect(again).toMatchObject({
      opened: false,
      alert: {
        state: 'acknowledged',
        acknowledgedBy: 'Ada',
        acknowledgedAt: now.toISOString(),
        note: 'new lamp',
        seen: 2,
      },
    });
    expect(await alerts.list({ state: 'open', limit: 10 })).toEqual([]);
    expect(await alerts.list({ state: 'acknowledged', limit: 10 })).toEqual([again.alert]);
  });

  it('resolved and seen again, it is a new one', async () => {
    const { alert } = await alerts.raise(drift);
    await alerts.acknowledge(alert.id, 'Ada');
    now = later(1);
    const resolved = await alerts.resolve(drift.key);
    expect(resolved).toMatchObject({ id: alert.id, state: 'resolved', resolvedAt: now.toISOString() });
    expect(await alerts.resolve(drift.key)).toBeNull();
    now = later(1);
    const again = await alerts.raise(drift);
    expect(again).toMatchObject({ opened: true, alert: { state: 'open', seen: 1, acknowledgedBy: null } });
    expect((await alerts.list({ limit: 10 })).map(({ id }) => id)).toEqual([again.alert.id, alert.id]);
    expect(await alerts.list({ limit: 1 })).toEqual([again.alert]);
    expect(await alerts.list({ state: 'unresolved', limit: 10 })).toEqual([again.alert]);
    expect(await alerts.list({ state: 'unresolved', kind: 'lag', limit: 10 })).toEqual([]);
    expect(await alerts.list({ subject: 'shop.goods', state: 'resolved', limit: 10 })).toMatchObject([
      { id: alert.id },
    ]);
    expect(await refusal(() => alerts.acknowledge(alert.id, 'Ben'))).toMatchObject({
      code: 'CONFLICT',
      received: 'resolved',
    });
  });

  it('a silence outlives the resolution, and ends by its time', async () => {
    const { alert } = await alerts.raise(drift);
    const until = later(10);
    expect(await alerts.silence(alert.id, until, 'Ada')).toMatchObject({
      silenced: true,
      silencedUntil: until.toISOString(),
    });
    await alerts.resolve(drift.key);
    now = later(5);
    const quiet = await alerts.raise(drift);
    expect(quiet).toMatchObject({ opened: true, alert: { silenced: true } });
    expect((await alerts.raise({ ...drift, key: 'other' })).alert.silenced).toBe(false);
    now = later(6);
    expect((await alerts.get(quiet.alert.id)).silenced).toBe(false);
  });

  it('a silence that is taken back stays so, also after a resolution', async () => {
    const { alert } = await alerts.raise(drift);
    await alerts.silence(alert.id, later(10), 'Ada');
    await alerts.resolve(drift.key);
    const again = await alerts.raise(drift);
    // Unsilenced through the older alert: both have the same key.
    expect(await alerts.unsilence(alert.id)).toMatchObject({ silenced: false, silencedUntil: null });
    expect((await alerts.get(again.alert.id)).silenced).toBe(false);
    await alerts.resolve(drift.key);
    expect((await alerts.raise(drift)).alert.silenced).toBe(false);
  });

  it('refuses a silence in the past, and alerts that there are not', async () => {
    const { alert } = await alerts.raise(drift);
    for (const until of [now, new Date(Number.NaN)])
      expect((await refusal(() => alerts.silence(alert.id, until, 'Ada'))).code).toBe('INVALID_ARGUMENT');
    for (const id of ['nonsense', randomUUID()]) {
      for (const work of [
        () => alerts.get(id),
        () => alerts.acknowledge(id, 'Ada'),
        () => alerts.silence(id, later(1), 'Ada'),
        () => alerts.unsilence(id),
      ])
        expect((await refusal(work)).code).toBe('NOT_FOUND');
    }
  });

  it('is raised in the transaction of the caller, or not at all', async () => {
    const undone = database.transaction(async (transaction) => {
      await alerts.raise(drift, transaction);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await alerts.list({ limit: 10 })).toEqual([]);
  });
});
