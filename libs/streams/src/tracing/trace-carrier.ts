import { context, createContextKey, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { z } from 'zod';

/** A position in a trace, as sent with an event or a job: W3C Trace Context, and the id shown to people. */
export const traceCarrierSchema = z.object({
  /** `00-<trace id>-<span id>-<flags>` */
  traceparent: z.string().max(100).optional(),
  tracestate: z.string().max(512).optional(),
  correlationId: z.string().max(100).optional(),
});
export type TraceCarrier = z.infer<typeof traceCarrierSchema>;

const CORRELATION = createContextKey('lintel.correlation_id');

/** @returns a context that adds this id to its log lines, spans, events and jobs */
export function withCorrelationId(of: Context, correlationId: string): Context {
  return of.setValue(CORRELATION, correlationId);
}

/** The id of the request, event or job being processed. */
export function correlationIdOf(of: Context = context.active()): string | undefined {
  return of.getValue(CORRELATION) as string | undefined;
}

/** The current position in the trace; empty if nothing is traced. */
export function writeTrace(of: Context = context.active()): TraceCarrier {
  const carrier: { traceparent?: string; tracestate?: string } = {};
  propagation.inject(of, carrier);
  const correlationId = correlationIdOf(of);
  return correlationId === undefined ? carrier : { ...carrier, correlationId };
}

/** The context of the carrier's sender; invalid parts are ignored. */
export function readTrace({ correlationId, ...carrier }: TraceCarrier): Context {
  const read = propagation.extract(ROOT_CONTEXT, carrier);
  const id = correlationId ?? trace.getSpanContext(read)?.traceId;
  return id === undefined ? read : withCorrelationId(read, id);
}
