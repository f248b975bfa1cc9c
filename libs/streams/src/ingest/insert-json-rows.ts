import { LintelError } from '@lintel/contracts';
import { isUtf8 } from 'node:buffer';
import type { ReceivedRecord } from '../event-stream';
import type { Transaction } from '../delivery/transaction';

export interface JsonRowsTarget {
  /** `schema.table`, from code, never from user input. */
  readonly table: string;
  /** Column and its type; the values are the fields of the same name in each event's JSON. */
  readonly columns: Readonly<Record<string, string>>;
  /** For example `ON CONFLICT (id) DO NOTHING`. */
  readonly onConflict?: string;
}

/** Cannot occur in JSON, neither in a string nor between tokens (RFC 7464 uses it as a separator for that reason). */
const RECORD_SEPARATOR = 0x1e;
const NAME = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/;

/**
 * Writes events as rows in one statement, without parsing them in Node: PostgreSQL receives their JSON unchanged.
 * @returns a `write` for `ingest`
 */
export function insertJsonRows({
  table,
  columns,
  onConflict = '',
}: JsonRowsTarget): (transaction: Transaction, records: readonly ReceivedRecord[]) => Promise<void> {
  for (const name of [table, ...Object.keys(columns)])
    if (!NAME.test(name)) throw new TypeError(`"${name}" is not a valid name.`);
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  // One text per record, not one array of all: two fragments of broken JSON must not form a valid row.
  const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM string_to_table($1, E'\\x1e') AS document
    CROSS JOIN LATERAL json_to_record(document::json) AS r(${typed.join(', ')}) ${onConflict}`;
  return async (transaction, records) => {
    await transaction.query(sql, [records.map(jsonOf).join(String.fromCharCode(RECORD_SEPARATOR))]);
  };
}

/** PostgreSQL checks the rest. @throws LintelError EVENT_INVALID */
function jsonOf({ value }: ReceivedRecord): string {
  if (value === null || value.length === 0) throw invalid('no value');
  if (!isUtf8(value)) throw invalid(`${value.length} bytes that are not UTF-8`);
  if (value.includes(RECORD_SEPARATOR)) throw invalid('a record separator, which JSON does not hold');
  return value.toString('utf8');
}

function invalid(received: string): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: 'The value of a record is not a row.',
    expected: 'a JSON object in UTF-8',
    received,
    cure: 'Correct the producer.',
  });
}
