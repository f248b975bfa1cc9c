import { type AuditEntry } from './audit-api';

export type AuditFormat = 'csv' | 'json';

const COLUMNS: readonly (readonly [name: string, value: (entry: AuditEntry) => string | number | null])[] = [
  ['sequence', ({ sequence }) => sequence],
  ['at', ({ at }) => at],
  ['actor_kind', ({ actor }) => actor.kind],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_name', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['subject_kind', ({ subject }) => subject?.kind ?? null],
  ['subject_id', ({ subject }) => subject?.id ?? null],
  ['vertical', ({ vertical }) => vertical],
  ['outcome', ({ outcome }) => outcome],
  ['reason', ({ reason }) => reason],
  ['correlation_id', ({ correlationId }) => correlationId],
  ['details', ({ details }) => JSON.stringify(details)],
  ['previous_hash', ({ previousHash }) => previousHash],
  ['hash', ({ hash }) => hash],
];

/** Entries as a file: CSV (RFC 4180), or JSON with every field of the api. */
export function auditFile(entries: readonly AuditEntry[], format: AuditFormat): string {
  if (format === 'json') return `${JSON.stringify(entries, null, 2)}\n`;
  const rows = [
    COLUMNS.map(([name]) => name),
    ...entries.map((entry) => COLUMNS.map(([, value]) => cell(value(entry)))),
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

/** A value that a spreadsheet would read as a formula gets an apostrophe before it: names and reasons are free text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
