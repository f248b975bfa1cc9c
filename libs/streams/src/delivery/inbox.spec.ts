import { Pool } from 'pg';
import { startTestPostgres, type TestPostgres } from '../testing/postgres';
import { eventIdentity } from '../event-identity';
import { cleanInbox, recordInInbox } from './inbox';
import { poolTransact } from './pool-transact';
import { installDeliveryTables } from './transaction';

const DAY_MS = 24 * 3_600_000;
let postgres: TestPostgres;
let pool: Pool;

beforeAll(async () => {
  postgres = await startTestPostgres();
  pool = new Pool({ connectionString: postgres.url }).on('error', () => undefined);
  await installDeliveryTables(poolTransact(pool));
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

const record = async (group: string, ids: string[], { source = '/test' } = {}) => {
  const events = ids.map((id) => ({ id, source }));
  const fresh = await poolTransact(pool)((transaction) => recordInInbox(transaction, group, events));
  return events.filter((event) => fresh.has(eventIdentity(event))).map(({ id }) => id);
};

describe('the inbox', () => {
  it('recognises an event until it cannot come again, and forgets those of no other group', async () => {
    await record('orders', ['old', 'young']);
    await record('stock', ['old']);
    await pool.query(`UPDATE streams.inbox SET handled_at = handled_at - interval '3 days' WHERE event_id LIKE '%old'`);

    await cleanInbox(poolTransact(pool), 'orders', 2 * DAY_MS);
    expect(await record('orders', ['old', 'young'])).toEqual(['old']);
    expect(await record('stock', ['old'])).toEqual([]);
  });

  it('distinguishes events by source and id together', async () => {
    expect(await record('photos', ['IMG_0001'], { source: '/shops/1' })).toEqual(['IMG_0001']);
    expect(await record('photos', ['IMG_0001'], { source: '/shops/2' })).toEqual(['IMG_0001']);
    expect(await record('photos', ['IMG_0001'], { source: '/shops/1' })).toEqual([]);
  });

  it('takes ids of any length, and with any characters', async () => {
    for (const id of ['x'.repeat(8_192), 'é'.repeat(500_000), 'a\0b', 'half \ud800']) {
      expect(await record('long', [id])).toEqual([id]);
      expect(await record('long', [id, `${id}!`])).toEqual([`${id}!`]);
    }
  });
});
