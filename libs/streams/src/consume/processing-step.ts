import { ROOT_CONTEXT, SpanKind, trace, type Link } from '@opentelemetry/api';
import { type SpanOptions } from '../tracing/run-in-span';
import { readTrace } from '../tracing/trace-carrier';
import { traceOfEvent } from '../event-encoding';
import type { ReceivedRecord } from '../event-stream';
import type { EventHandler, ReceivedEvent } from './event-handler';

interface Processed {
  readonly record: ReceivedRecord;
  readonly handler: EventHandler;
  readonly event: ReceivedEvent;
}

/** Maximum number of links of a batch; more would make traces hard to read. */
const MOST_LINKS = 100;

/**
 * The span for handling events, named by OpenTelemetry's messaging conventions. One event continues its own trace;
 * several events belong to several traces, which are linked.
 * @param items at least one
 */
export function processingStep(group: string, items: readonly Processed[]): SpanOptions & { readonly name: string } {
  const { record, handler, event } = items[0]!;
  const attributes = {
    'messaging.operation.type': 'process',
    'messaging.destination.name': record.topic,
    'messaging.destination.partition.id': String(record.partition),
    'messaging.consumer.group.name': group,
    'messaging.batch.message_count': items.length,
  };
  const step = { name: `process ${handler.contract.wireType}`, kind: SpanKind.CONSUMER };
  if (items.length === 1) {
    return {
      ...step,
      parent: readTrace(traceOfEvent(record.headers)),
      attributes: { ...attributes, 'messaging.message.id': event.id, 'lintel.attempt': event.attempt },
    };
  }
  const links = items.slice(0, MOST_LINKS).flatMap((item): Link[] => {
    const origin = trace.getSpanContext(readTrace(traceOfEvent(item.record.headers)));
    return origin === undefined ? [] : [{ context: origin }];
  });
  return { ...step, parent: ROOT_CONTEXT, links, attributes };
}
