import type { Pool } from 'pg';
import type { Transact } from './transaction';

/** Transactions on a plain pool of `pg`, for programs without TypeORM. */
export function poolTransact(pool: Pool): Transact {
  return async (work) => {
    const client = await pool.connect();
    // A connection that breaks while it is idle must not end the process; the next query reports it.
    const broken = (): void => undefined;
    client.on('error', broken);
    try {
      await client.query('BEGIN');
      const result = await work({
        query: async (sql, parameters) => (await client.query(sql, parameters)).rows as unknown,
      });
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').then(
        () => client.release(),
        () => client.release(true),
      );
      throw error;
    } finally {
      client.off('error', broken);
    }
  };
}
