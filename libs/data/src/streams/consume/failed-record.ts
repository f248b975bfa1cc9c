import { LintelError } from '@lintel/contracts';
import type { ReceivedRecord, StreamRecord } from '../event-stream';
import type { EventOrigin } from './event-handler';

/** Beside the headers of CloudEvents, which stay as they were. */
const ORIGIN = { topic: 'lintel-origin-topic', partition: 'lintel-origin-partition', offset: 'lintel-origin-offset' };
const ATTEMPT = 'lintel-attempt';
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
      ...(tooLarge ? { 'lintel-value-omitted': 'true' } : {}),
      'lintel-error-code': error instanceof LintelError ? error.code : 'INTERNAL',
      'lintel-error-message': (error instanceof Error ? error.message : String(error)).slice(0, MAX_MESSAGE),
      'lintel-error-stack': (error instanceof Error ? (error.stack ?? '') : '').slice(0, MAX_STACK),
      'lintel-failed-at': new Date().toISOString(),
    },
  };
}

/** The dead letter on its way back, as if it had never been tried. */
export function revivedRecord(topic: string, record: ReceivedRecord): StreamRecord {
  const headers = Object.entries(record.headers).filter(
    ([name]) => !name.startsWith('lintel-error-') && name !== 'lintel-failed-at' && name !== ATTEMPT,
  );
  return { topic, key: record.key, value: record.value, headers: Object.fromEntries(headers) };
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
  };
}

function originHeaders(record: ReceivedRecord): Record<string, string> {
  const { topic, partition, offset } = originOf(record);
  return { [ORIGIN.topic]: topic, [ORIGIN.partition]: String(partition), [ORIGIN.offset]: String(offset) };
}
