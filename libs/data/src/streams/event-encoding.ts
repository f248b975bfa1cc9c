import { LintelError, type EventContract, type EventData, type EventEnvelope } from '@lintel/contracts';
import { z } from 'zod';
import { traceCarrierSchema, writeTrace, type TraceCarrier } from '../tracing/trace-carrier';
import { newEventId } from './event-id';

/** Largest value on the wire, bytes: under the 1 MiB that a Kafka broker takes by default, headers included. */
export const MAX_EVENT_BYTES = 1_000_000;

/** An event as it lies in a topic. */
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
 * Checks the data and writes it in the binary mode of the CloudEvents Kafka binding, with the trace in which it came
 * to be (distributed tracing extension).
 * @throws LintelError EVENT_INVALID, EVENT_TOO_LARGE
 */
export function encodeEvent<Contract extends EventContract>(
  contract: Contract,
  data: EventData<Contract>,
  attributes: EventAttributes,
): EncodedEvent {
  const wire = z.safeEncode(contract.schema, data);
  if (!wire.success) throw invalid(contract.wireType, z.prettifyError(wire.error), wire.error);
  const value = Buffer.from(JSON.stringify(wire.data));
  if (value.length > MAX_EVENT_BYTES) throw eventTooLarge(contract.wireType, value.length);
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: attributes.id ?? newEventId(),
    ce_source: attributes.source,
    ce_type: contract.wireType,
    ce_time: (attributes.time ?? new Date()).toISOString(),
    'content-type': 'application/json',
  };
  if (attributes.subject !== undefined) headers['ce_subject'] = attributes.subject;
  const { traceparent, tracestate, correlationId } = writeTrace();
  if (traceparent !== undefined) headers['ce_traceparent'] = traceparent;
  if (tracestate !== undefined) headers['ce_tracestate'] = tracestate;
  const correlation = attributes.correlationId ?? correlationId;
  if (correlation !== undefined) headers['ce_correlationid'] = correlation;
  return { key: contract.key(data), value, headers };
}

/** Where the event came to be, for what is done about it. */
export function traceOfEvent(headers: EncodedEvent['headers']): TraceCarrier {
  const read = traceCarrierSchema.safeParse({
    traceparent: headers['ce_traceparent'],
    tracestate: headers['ce_tracestate'],
    correlationId: headers['ce_correlationid'],
  });
  return read.success ? read.data : {};
}

/**
 * Reads and checks an event. Headers are read directly: the `cloudevents` package costs three times as much.
 * @throws LintelError EVENT_INVALID when an attribute is missing, the value is not JSON, or the data break the schema
 */
export function decodeEvent<Contract extends EventContract>(
  contract: Contract,
  { value, headers }: Pick<EncodedEvent, 'headers'> & { readonly value: Buffer | null },
): EventEnvelope<EventData<Contract>> {
  const id = headers['ce_id'];
  const source = headers['ce_source'];
  if (id === undefined || source === undefined || headers['ce_specversion'] !== '1.0') {
    throw invalid(contract.wireType, `CloudEvents headers ${Object.keys(headers).join(', ') || 'none at all'}`);
  }
  const time = new Date(headers['ce_time'] ?? Number.NaN);
  if (Number.isNaN(time.getTime())) throw invalid(contract.wireType, `ce_time "${headers['ce_time']}"`);
  const parsed = contract.schema.safeParse(parseJson(contract.wireType, value));
  if (!parsed.success) throw invalid(contract.wireType, z.prettifyError(parsed.error), parsed.error);
  const subject = headers['ce_subject'];
  const correlationId = headers['ce_correlationid'];
  return {
    id,
    source,
    type: contract.wireType,
    time,
    ...(subject === undefined ? {} : { subject }),
    ...(correlationId === undefined ? {} : { correlationId }),
    data: parsed.data as EventData<Contract>,
  };
}

export function eventTooLarge(name: string, bytes: number): LintelError {
  return new LintelError('EVENT_TOO_LARGE', {
    problem: `An event "${name}" is too large for a topic.`,
    expected: `at most ${MAX_EVENT_BYTES} bytes`,
    received: `${bytes} bytes`,
    cure: 'Keep the large part in the artefact store and send its address.',
  });
}

function parseJson(wireType: string, value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch (cause) {
    throw invalid(wireType, `${value?.length ?? 0} bytes that are not JSON`, cause);
  }
}

function invalid(wireType: string, received: string, cause?: unknown): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: `An event is not a valid "${wireType}".`,
    expected: 'CloudEvents 1.0 headers (ce_id, ce_source, ce_specversion, ce_type, ce_time) and JSON of the schema',
    received,
    cure: 'Correct the producer, or give the changed event a new version in its contract.',
    ...(cause === undefined ? {} : { cause }),
  });
}
