import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { startTestPostgres } from '../testing/postgres';
import { QuietClient } from './quiet-client';

it('a connection that breaks while it is in use is reported by its next query, and does not end the process', async () => {
  const postgres = await startTestPostgres();
  const pool = new Pool({ Client: QuietClient, connectionString: postgres.url, max: 1 });
  pool.on('error', () => undefined);
  const client = await pool.connect();
  await client.query('SELECT 1');
  await postgres.stop();
  await delay(100);
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release(true);
  await pool.end();
});
