import { LintelError, type EventContract, type EventData, type EventEnvelope } from '@lintel/contracts';
import { z } from 'zod';
import { traceCarrierSchema, writeTrace, type TraceCarrier } from './tracing/trace-carrier';
import { faultInAttribute, isJsonContentType, parseTimestamp } from './event-attributes';
import { newEventId } from './event-id';
import { parseEventJson, requireStorableStrings } from './event-json';
import { MAX_RECORD_BYTES, recordBytes } from './record-size';
import { excerpt, isStorableText } from './storable-text';

/**
 * Maximum size of a value on the wire, bytes: below the 1 MiB that a Kafka broker accepts by default, including
 * headers.
 */
export const MAX_EVENT_BYTES = 1_000_000;

/** An event as stored in a topic. */
export interface EncodedEvent {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface EventAttributes {
  readonly source: string;
  readonly id?: string;
  readonly time?: Date;
  readonly subject?: string;
  readonly correlationId?: string;
}

/**
 * Validates the data and encodes it in the binary mode of the CloudEvents Kafka binding, with the trace in which it was
 * created (distributed tracing extension).
 * @throws LintelError EVENT_INVALID, EVENT_TOO_LARGE
 */
export function encodeEvent<Contract extends EventContract>(
  contract: Contract,
  data: EventData<Contract>,
  attributes: EventAttributes,
): EncodedEvent {
  const wire = z.safeEncode(contract.schema, data);
  if (!wire.success) throw invalid(contract.wireType, z.prettifyError(wire.error), wire.error);
  const text = JSON.stringify(wire.data);
  const value = Buffer.from(text);
  if (value.length > MAX_EVENT_BYTES) throw eventTooLarge(contract.wireType, value.length);
  // Anything that readers refuse is refused here, where it can be corrected.
  refusing(contract.wireType, () => requireStorableStrings(text));
  const time = attributes.time ?? new Date();
  if (Number.isNaN(time.getTime())) throw invalid(contract.wireType, 'a time that is not a date');
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: attributes.id ?? newEventId(),
    ce_source: attributes.source,
    ce_type: contract.wireType,
    ce_time: time.toISOString(),
    'content-type': 'application/json',
  };
  if (attributes.subject !== undefined) headers['ce_subject'] = attributes.subject;
  const { traceparent, tracestate, correlationId } = writeTrace();
  if (traceparent !== undefined) headers['ce_traceparent'] = traceparent;
  if (tracestate !== undefined) headers['ce_tracestate'] = tracestate;
  const correlation = attributes.correlationId ?? correlationId;
  if (correlation !== undefined) headers['ce_correlationid'] = correlation;
  readAttributes(contract.wireType, headers);
  const key = contract.key(data);
  if (!isStorableText(key)) throw invalid(contract.wireType, 'a key with U+0000 or half of a surrogate pair');
  const event = { key, value, headers };
  const bytes = recordBytes(event);
  if (bytes > MAX_RECORD_BYTES) throw eventTooLarge(contract.wireType, bytes);
  return event;
}

/** The trace in which the event was created, for the work that it causes. */
export function traceOfEvent(headers: EncodedEvent['headers']): TraceCarrier {
  const read = traceCarrierSchema.safeParse({
    traceparent: headers['ce_traceparent'],
    tracestate: headers['ce_tracestate'],
    correlationId: headers['ce_correlationid'],
  });
  return read.success ? read.data : {};
}

/**
 * Reads and validates an event. Headers are read directly: the `cloudevents` package is three times as slow.
 * @throws LintelError EVENT_INVALID if an attribute is missing or invalid in CloudEvents, the value is not JSON in
 *   UTF-8, or the data do not match the schema
 */
export function decodeEvent<Contract extends EventContract>(
  contract: Contract,
  { value, headers }: Pick<EncodedEvent, 'headers'> & { readonly value: Buffer | null },
): EventEnvelope<EventData<Contract>> {
  const attributes = readAttributes(contract.wireType, headers);
  const parsed = contract.schema.safeParse(refusing(contract.wireType, () => parseEventJson(value)));
  if (!parsed.success) throw invalid(contract.wireType, excerpt(z.prettifyError(parsed.error), 2_000), parsed.error);
  return { ...attributes, data: parsed.data as EventData<Contract> };
}

/** @throws LintelError EVENT_INVALID */
function readAttributes(wireType: string, headers: EncodedEvent['headers']): Omit<EventEnvelope, 'data'> {
  const { ce_id: id, ce_source: source, ce_subject: subject, ce_correlationid: correlationId } = headers;
  if (headers['ce_specversion'] !== '1.0') {
    throw invalid(wireType, `CloudEvents headers ${excerpt(Object.keys(headers).join(', ')) || 'none at all'}`);
  }
  const fault =
    faultInAttribute('ce_id', id) ??
    faultInAttribute('ce_source', source) ??
    (subject === undefined ? undefined : faultInAttribute('ce_subject', subject)) ??
    (correlationId === undefined ? undefined : faultInAttribute('ce_correlationid', correlationId));
  if (id === undefined || source === undefined || fault !== undefined) throw invalid(wireType, fault ?? 'no ce_id');
  const time = parseTimestamp(headers['ce_time'] ?? '');
  if (time === undefined) throw invalid(wireType, `ce_time "${excerpt(headers['ce_time'] ?? '')}"`);
  const contentType = headers['content-type'];
  if (!isJsonContentType(contentType)) throw invalid(wireType, `content-type "${excerpt(contentType ?? '')}"`);
  return {
    id,
    source,
    type: wireType,
    time,
    ...(subject === undefined ? {} : { subject }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

export function eventTooLarge(name: string, bytes: number): LintelError {
  return new LintelError('EVENT_TOO_LARGE', {
    problem: `An event "${name}" is too large for a topic.`,
    expected: `at most ${MAX_EVENT_BYTES} bytes of value, and 1 MiB with key and headers`,
    received: `${bytes} bytes`,
    cure: 'Store the large part in the artefact store and send its key.',
  });
}

/** Adds the event type to the message of an error. */
function refusing<T>(wireType: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw invalid(wireType, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function invalid(wireType: string, received: string, cause?: unknown): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: `An event is not a valid "${wireType}".`,
    expected:
      'CloudEvents 1.0 headers (ce_id, ce_source, ce_specversion, ce_type, ce_time; content-type application/json) and JSON of the schema in UTF-8',
    received,
    cure: 'Correct the producer, or give the changed event a new version in its contract.',
    ...(cause === undefined ? {} : { cause }),
  });
}
