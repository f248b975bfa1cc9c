import type { ReceivedRecord } from '../event-stream';
import type { Transaction } from '../delivery/transaction';

export interface JsonRowsTarget {
  /** `schema.table`, from code, never from a user. */
  readonly table: string;
  /** Column and its type; the values are the fields of the same name in each event's JSON. */
  readonly columns: Readonly<Record<string, string>>;
  /** For instance `ON CONFLICT (id) DO NOTHING`. */
  readonly onConflict?: string;
}

const NAME = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;

/**
 * Writes events as rows in one statement, without parsing them in Node: their JSON goes to PostgreSQL as it came.
 * @returns a `write` for `ingest`
 */
export function insertJsonRows({
  table,
  columns,
  onConflict = '',
}: JsonRowsTarget): (transaction: Transaction, records: readonly ReceivedRecord[]) => Promise<void> {
  for (const name of [table, ...Object.keys(columns)])
    if (!NAME.test(name)) throw new TypeError(`"${name}" is no name.`);
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_to_recordset($1::json) AS r(${typed.join(', ')})
    ${onConflict}`;
  return async (transaction, records) => {
    await transaction.query(sql, [`[${records.map(({ value }) => value?.toString('utf8') ?? '{}').join(',')}]`]);
  };
}
