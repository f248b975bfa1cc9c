import { describeError, isError } from './describe-error';
import { logText, REDACTED } from './log-text';

const SECRET = /password|secret|token|authorization|cookie|credential|api-?key|private-?key/i;
/** Reserved fields of a line. */
const TAKEN = new Set(['level', 'time', 'pid', 'logger', 'message']);
const MOST_ITEMS = 50;

/**
 * Adds the fields of a log line. Fields are strings and numbers, lists of them, and errors. A whole row, request or
 * event is never logged, so that its classified fields are not logged either. A field whose name suggests a secret is
 * logged without its value.
 */
export function addLogFields(line: Record<string, unknown>, given: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (TAKEN.has(name) || value === undefined) continue;
    line[name] = SECRET.test(name) ? REDACTED : written(value);
  }
}

function written(value: unknown): unknown {
  if (isError(value)) return describeError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => (isPlain(item) ? plain(item) : kind(item)));
  return isPlain(value) ? plain(value) : kind(value);
}

type Plain = string | number | boolean | bigint | null;

function isPlain(value: unknown): value is Plain {
  return value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function plain(value: Plain): unknown {
  if (typeof value === 'string') return logText(value);
  return typeof value === 'bigint' ? String(value) : value;
}

/** The placeholder for a value that is not logged. */
function kind(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `[${typeof value}]`;
  return `[${value.constructor?.name ?? 'object'}]`;
}
