import { describeError, isError } from './describe-error';
import { logText, REDACTED } from './log-text';

const SECRET = /password|secret|token|authorization|cookie|credential|api-?key|private-?key/i;
/** What a line has of its own. */
const TAKEN = new Set(['level', 'time', 'pid', 'logger', 'message']);
const MOST_ITEMS = 50;

/**
 * Adds what a log line says beside its message. Fields are words and numbers, lists of them, and errors: a row, a request or
 * an event that is handed over whole is never written down, so that what is classified in it isn't either. A field
 * whose name speaks of a secret keeps its name alone.
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

/** In place of what is not written. */
function kind(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `[${typeof value}]`;
  return `[${value.constructor?.name ?? 'object'}]`;
}
