import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '../testing/postgres';
import { Alerts, type AlertSighting } from './alerts';

let postgres: TestPostgres;
let database: DataSource;
let alerts: Alerts;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  alerts = new Alerts(database);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

let keys = 0;
const sighting = (of: Partial<AlertSighting> = {}): AlertSighting => ({
  key: `drift/shop.model-${keys++}`,
  kind: 'drift',
  severity: 'warning',
  subject: 'shop.model',
  title: 'It drifts',
  detail: 'brightness',
  ...of,
});

describe('an alert', () => {
  it('is one while it lasts, however often and by how many it is seen', async () => {
    const seen = sighting();
    const raised = await Promise.all(Array.from({ length: 8 }, () => alerts.raise(seen)));
    expect(raised.filter(({ opened }) => opened)).toHaveLength(1);
    expect(new Set(raised.map(({ alert }) => alert.id)).size).toBe(1);
    const last = await alerts.raise({ ...seen, severity: 'critical', detail: 'contrast' });
    expect(last).toMatchObject({ opened: false, alert: { seen: 9, severity: 'critical', detail: 'contrast' } });
  });

  it('that was acknowledged stays so while it lasts, and seen after its end is a new one', async () => {
    const seen = sighting();
    const { alert } = await alerts.raise(seen);
    await alerts.acknowledge(alert.id, 'Ada', 'I clean the lens.');
    expect((await alerts.raise(seen)).alert).toMatchObject({
      id: alert.id,
      state: 'acknowledged',
      acknowledgedBy: 'Ada',
      note: 'I clean the lens.',
    });
    await alerts.resolve(seen.key);
    const again = await alerts.raise(seen);
    expect(again).toMatchObject({ opened: true, alert: { state: 'open', acknowledgedBy: null, seen: 1 } });
    expect(again.alert.id).not.toBe(alert.id);
  });

  it('whose key is silenced is raised quietly until then, also after its end', async () => {
    const seen = sighting();
    const { alert } = await alerts.raise(seen);
    expect(alert.silenced).toBe(false);
    expect(await alerts.silence(alert.id, new Date(Date.now() + 60_000), 'Ada')).toMatchObject({ silenced: true });
    await alerts.resolve(seen.key);
    const again = await alerts.raise(seen);
    expect(again.alert.silenced).toBe(true);
    expect(await alerts.unsilence(again.alert.id)).toMatchObject({ silenced: false, silencedUntil: null });
    await alerts.resolve(seen.key);
    expect((await alerts.raise(seen)).alert.silenced).toBe(false);
  });

  it('is listed newest first, by kind and subject, and without those that are over', async () => {
    const [one, other] = [sighting({ subject: 'a.b' }), sighting({ subject: 'a.b', kind: 'lag' })];
    await alerts.raise(one);
    await alerts.raise(other);
    const kinds = async (filter: object) =>
      (await alerts.list({ limit: 10, subject: 'a.b', ...filter })).map((a) => a.kind);
    expect(await kinds({})).toEqual(['lag', 'drift']);
    expect(await kinds({ kind: 'drift' })).toEqual(['drift']);
    await alerts.resolve(one.key);
    expect(await kinds({})).toEqual(['lag']);
    expect(await kinds({ state: 'all' })).toEqual(['lag', 'drift']);
  });

  it('that is over, that there is not, or a silence in the past is refused with the reason', async () => {
    const seen = sighting();
    const { alert } = await alerts.raise(seen);
    expect(() => alerts.silence(alert.id, new Date(0), 'Ada')).toThrow('A silence ends in the future.');
    await alerts.resolve(seen.key);
    await expect(alerts.acknowledge(alert.id, 'Ada')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(alerts.acknowledge('none', 'Ada')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
