import { LintelError, topicNameSchema } from '@lintel/contracts';
import type { ReceivedRecord, StreamRecord } from '../event-stream';
import { storableText } from '../storable-text';
import type { EventOrigin } from './event-handler';

/** Prefix of Lintel's own headers. They are separate from the CloudEvents headers, which are kept unchanged. */
const INTERNAL = 'lintel-';
const FOREIGN = 'foreign-';
const ORIGIN = { topic: 'lintel-origin-topic', partition: 'lintel-origin-partition', offset: 'lintel-origin-offset' };
const ATTEMPT = 'lintel-attempt';
export const VALUE_OMITTED = 'lintel-value-omitted';
/** Lists the parts of the record that are missing or shortened in its dead letter. */
export const CUT = 'lintel-cut';
/** All headers that this library writes. */
export const INTERNAL_HEADERS: ReadonlySet<string> = new Set([
  ...Object.values(ORIGIN),
  ATTEMPT,
  VALUE_OMITTED,
  CUT,
  ...['error-code', 'error-message', 'error-stack', 'failed-at', 'edited-by', 'edited-at', 'sealed'].map(
    (name) => INTERNAL + name,
  ),
]);
/** More than any consumer attempts. */
const MOST_ATTEMPTS = 1_000;
/** Limit of `toISOString`: later years are written with a sign, which few parsers accept. */
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31);
const MAX_STACK = 4_000;
const MAX_MESSAGE = 1_000;

/** The failure of an event, as read from a dead letter. */
export interface DeadLetter extends EventOrigin {
  readonly offsetInDeadLetters: number;
  readonly key: string | null;
  readonly eventId: string | undefined;
  readonly eventType: string | undefined;
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly failedAt: Date;
  /** Null if it was too large to keep: it is only available at its origin. */
  readonly value: Buffer | null;
  /** All headers in the dead-letter topic. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A value corrected by a person. */
export interface LetterEdit {
  readonly value: Buffer;
  readonly by: string;
  readonly at: Date;
}

/**
 * Treats a record as published by another program: internal headers are only trusted on Lintel's own topics, so here
 * they are kept under another name.
 */
export function asForeign(record: ReceivedRecord): ReceivedRecord {
  const names = Object.keys(record.headers);
  if (!names.some((name) => name.startsWith(INTERNAL))) return record;
  const headers = names.map((name) => [name.startsWith(INTERNAL) ? FOREIGN + name : name, record.headers[name]!]);
  return { ...record, headers: Object.fromEntries(headers) as Record<string, string> };
}

/** @param record whose internal headers are trusted, as far as they are plausible */
export function originOf(record: ReceivedRecord): EventOrigin {
  const topic = record.headers[ORIGIN.topic];
  const partition = wholeNumber(record.headers[ORIGIN.partition]);
  const offset = wholeNumber(record.headers[ORIGIN.offset]);
  if (!topicNameSchema.safeParse(topic).success || partition === undefined || offset === undefined) {
    return { topic: record.topic, partition: record.partition, offset: record.offset };
  }
  return { topic: topic!, partition, offset };
}

/** @returns number of deliveries so far, including this one */
export function attemptOf(record: ReceivedRecord): number {
  return attemptsBefore(record) + 1;
}

/** The record to publish to a retry topic. */
export function retryRecord(topic: string, record: ReceivedRecord, attempts: number): StreamRecord {
  return {
    topic,
    key: record.key,
    value: record.value,
    headers: { ...storableHeaders(record.headers), ...originHeaders(record), [ATTEMPT]: String(attempts) },
  };
}

/** The record to publish to the dead letters, with all details of its failure. */
export function deadRecord(topic: string, record: ReceivedRecord, error: unknown, attempts: number): StreamRecord {
  const ours = {
    ...originHeaders(record),
    [ATTEMPT]: String(attempts),
    'lintel-error-code': error instanceof LintelError ? error.code : 'INTERNAL',
    'lintel-error-message': (error instanceof Error ? error.message : String(error)).slice(0, MAX_MESSAGE),
    'lintel-error-stack': (error instanceof Error ? (error.stack ?? '') : '').slice(0, MAX_STACK),
    'lintel-failed-at': new Date().toISOString(),
    // A replay would have nothing to send: the bytes are only at their origin, as far as they can be recovered.
    ...(record.unreadable === undefined ? {} : { [VALUE_OMITTED]: 'true' }),
  };
  return {
    topic,
    key: record.key === null ? null : storableText(record.key),
    value: record.value,
    headers: storableHeaders({ ...record.headers, ...ours }),
  };
}

/** True if the dead letter was stored without its value. */
export function isValueOmitted({ headers }: Pick<ReceivedRecord, 'headers'>): boolean {
  return headers[VALUE_OMITTED] === 'true';
}

/** The record that replays a dead letter, with attempts reset. An edited letter keeps its key and its event id. */
export function revivedRecord(topic: string, record: ReceivedRecord, edit?: LetterEdit): StreamRecord {
  const left = Object.entries(record.headers).filter(
    ([name]) =>
      !name.startsWith('lintel-error-') &&
      name !== 'lintel-failed-at' &&
      name !== ATTEMPT &&
      !(edit !== undefined && (name === VALUE_OMITTED || name === CUT)),
  );
  const edited: Record<string, string> =
    edit === undefined ? {} : { 'lintel-edited-by': edit.by, 'lintel-edited-at': edit.at.toISOString() };
  return {
    topic,
    key: record.key === null ? null : storableText(record.key),
    value: edit === undefined ? record.value : edit.value,
    headers: { ...storableHeaders(Object.fromEntries(left)), ...edited },
  };
}

export function deadLetterOf(record: ReceivedRecord): DeadLetter {
  const { headers } = record;
  return {
    ...originOf(record),
    offsetInDeadLetters: record.offset,
    key: record.key,
    eventId: headers['ce_id'],
    eventType: headers['ce_type'],
    attempts: attemptsBefore(record),
    code: headers['lintel-error-code'] ?? 'INTERNAL',
    message: headers['lintel-error-message'] ?? '',
    stack: headers['lintel-error-stack'],
    failedAt: momentOf(headers['lintel-failed-at'], record.timestampMs),
    value: record.value,
    headers,
  };
}

function originHeaders(record: ReceivedRecord): Record<string, string> {
  const { topic, partition, offset } = originOf(record);
  return { [ORIGIN.topic]: topic, [ORIGIN.partition]: String(partition), [ORIGIN.offset]: String(offset) };
}

function attemptsBefore({ headers }: ReceivedRecord): number {
  return Math.min(wholeNumber(headers[ATTEMPT]) ?? 0, MOST_ATTEMPTS);
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = /^\d{1,16}$/.test(text ?? '') ? Number(text) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The first of the two times that is a valid date. */
function momentOf(text: string | undefined, otherwiseMs: number): Date {
  const known = [Date.parse(text ?? ''), otherwiseMs].find((ms) => ms >= 0 && ms <= LAST_MOMENT_MS);
  return new Date(known ?? 0);
}

function storableHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, text]) => [storableText(name), storableText(text)]);
  return Object.fromEntries(entries) as Record<string, string>;
}
