import { LintelError } from '@lintel/contracts';
import type { ReceivedRecord, StreamRecord } from '../event-stream';
import type { EventOrigin } from './event-handler';

/** Beside the headers of CloudEvents, which stay as they were. */
const ORIGIN = { topic: 'lintel-origin-topic', partition: 'lintel-origin-partition', offset: 'lintel-origin-offset' };
const ATTEMPT = 'lintel-attempt';
const VALUE_OMITTED = 'lintel-value-omitted';
const MAX_STACK = 4_000;
const MAX_MESSAGE = 1_000;
/** A foreign producer may have sent more than we may publish. */
const MAX_VALUE_BYTES = 1_000_000;

/** What became of an event that could not be handled, as read from a dead letter. */
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
  /** Null where it was too large to keep here: it lies at its origin. */
  readonly value: Buffer | null;
  /** All of them, as they lie in the dead letters. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A value that a person has corrected. */
export interface LetterEdit {
  readonly value: Buffer;
  readonly by: string;
  readonly at: Date;
}

export function originOf(record: ReceivedRecord): EventOrigin {
  const topic = record.headers[ORIGIN.topic];
  if (topic === undefined) return record;
  return {
    topic,
    partition: Number(record.headers[ORIGIN.partition]),
    offset: Number(record.headers[ORIGIN.offset]),
  };
}

/** @returns deliveries so far, this one included */
export function attemptOf(record: ReceivedRecord): number {
  return Number(record.headers[ATTEMPT] ?? 0) + 1;
}

/** The record on its way to a retry topic. */
export function retryRecord(topic: string, record: ReceivedRecord, attempts: number): StreamRecord {
  return {
    topic,
    key: record.key,
    value: record.value,
    headers: { ...record.headers, ...originHeaders(record), [ATTEMPT]: String(attempts) },
  };
}

/** The record on its way to the dead letters, with everything that is known of its end. */
export function deadRecord(topic: string, record: ReceivedRecord, error: unknown, attempts: number): StreamRecord {
  const tooLarge = (record.value?.length ?? 0) > MAX_VALUE_BYTES;
  return {
    topic,
    key: record.key,
    value: tooLarge ? null : record.value,
    headers: {
      ...record.headers,
      ...originHeaders(record),
      [ATTEMPT]: String(attempts),
      ...(tooLarge ? { [VALUE_OMITTED]: 'true' } : {}),
      'lintel-error-code': error instanceof LintelError ? error.code : 'INTERNAL',
      'lintel-error-message': (error instanceof Error ? error.message : String(error)).slice(0, MAX_MESSAGE),
      'lintel-error-stack': (error instanceof Error ? (error.stack ?? '') : '').slice(0, MAX_STACK),
      'lintel-failed-at': new Date().toISOString(),
    },
  };
}

/** True where the dead letter holds all but the value. */
export function isValueOmitted({ headers }: Pick<ReceivedRecord, 'headers'>): boolean {
  return headers[VALUE_OMITTED] === 'true';
}

/** The dead letter on its way back, as if it had never been tried. Edited, it keeps its key and its event id. */
export function revivedRecord(topic: string, record: ReceivedRecord, edit?: LetterEdit): StreamRecord {
  const left = Object.entries(record.headers).filter(
    ([name]) =>
      !name.startsWith('lintel-error-') &&
      name !== 'lintel-failed-at' &&
      name !== ATTEMPT &&
      !(edit !== undefined && name === VALUE_OMITTED),
  );
  const edited: Record<string, string> =
    edit === undefined ? {} : { 'lintel-edited-by': edit.by, 'lintel-edited-at': edit.at.toISOString() };
  return {
    topic,
    key: record.key,
    value: edit === undefined ? record.value : edit.value,
    headers: { ...Object.fromEntries(left), ...edited },
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
    attempts: Number(headers[ATTEMPT] ?? 0),
    code: headers['lintel-error-code'] ?? 'INTERNAL',
    message: headers['lintel-error-message'] ?? '',
    stack: headers['lintel-error-stack'],
    failedAt: new Date(headers['lintel-failed-at'] ?? record.timestampMs),
    value: record.value,
    headers,
  };
}

function originHeaders(record: ReceivedRecord): Record<string, string> {
  const { topic, partition, offset } = originOf(record);
  return { [ORIGIN.topic]: topic, [ORIGIN.partition]: String(partition), [ORIGIN.offset]: String(offset) };
}
