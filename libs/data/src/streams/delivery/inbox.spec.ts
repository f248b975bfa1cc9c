import { Pool } from 'pg';
import { startTestPostgres, type TestPostgres } from '../../testing/postgres';
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

const record = (group: string, ids: string[]) =>
  poolTransact(pool)((transaction) => recordInInbox(transaction, group, ids));

describe('the inbox', () => {
  it('knows an event until it can not come again, and forgets no other group', async () => {
    await record('orders', ['old', 'young']);
    await record('stock', ['old']);
    await pool.query(`UPDATE streams.inbox SET handled_at = handled_at - interval '3 days' WHERE event_id = 'old'`);

    await cleanInbox(poolTransact(pool), 'orders', 2 * DAY_MS);
    expect([...(await record('orders', ['old', 'young']))]).toEqual(['old']);
    expect([...(await record('stock', ['old']))]).toEqual([]);
  });
});
