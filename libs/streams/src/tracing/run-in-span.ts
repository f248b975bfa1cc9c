import { LintelError } from '@lintel/contracts';
import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanKind,
} from '@opentelemetry/api';
import { correlationIdOf, withCorrelationId } from './trace-carrier';

export interface SpanOptions {
  readonly kind: SpanKind;
  /** Default: the active one. */
  readonly parent?: Context;
  readonly links?: Link[];
  readonly attributes: Attributes;
}

const NO_TRACE = /^0*$/;

/**
 * Runs the work as a span. Without a correlation id in `parent`, the trace id becomes the correlation id. An error marks
 * the span with its code or name only: messages may contain data that readers of traces must not see.
 */
export async function runInSpan<Result>(
  name: string,
  { kind, parent = context.active(), links = [], attributes }: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = trace.getTracer('lintel').startSpan(name, { kind, links, attributes }, parent);
  const { traceId } = span.spanContext();
  const correlationId = correlationIdOf(parent) ?? (NO_TRACE.test(traceId) ? undefined : traceId);
  let inside = trace.setSpan(parent, span);
  if (correlationId !== undefined) {
    span.setAttribute('lintel.correlation_id', correlationId);
    inside = withCorrelationId(inside, correlationId);
  }
  try {
    return await context.with(inside, () => work(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Marks the span as failed. */
export function failSpan(span: Span, error: unknown): void {
  const type = errorType(error);
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}

function errorType(error: unknown): string {
  if (error instanceof LintelError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
