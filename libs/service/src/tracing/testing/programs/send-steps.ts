import { runInSpan } from '@lintel/streams';
import { SpanKind } from '@opentelemetry/api';
import { type TracingConfig } from '../../observability-config';
import { startTracing } from '../../start-tracing';

/**
 * `send-steps.ts '{"config": {…}, "steps": 3}'`: creates the given number of spans, each in a separate trace, and
 * stops. Prints the trace ids and the duration of the stop in milliseconds. (Jest can't load the exporter because of
 * its dynamic imports.)
 */
const { config, steps } = JSON.parse(process.argv[2]!) as { config: Partial<TracingConfig>; steps: number };

async function main(): Promise<void> {
  const tracing = startTracing({ serviceName: 'lintel-shop', config });
  const traceIds: string[] = [];
  for (let n = 0; n < steps; n += 1) {
    await runInSpan('a step', { kind: SpanKind.INTERNAL, attributes: {} }, (span) => {
      traceIds.push(span.spanContext().traceId);
      return Promise.resolve();
    });
  }
  const startedAt = Date.now();
  await tracing.stop();
  console.log(JSON.stringify({ traceIds, stopMs: Date.now() - startedAt }));
  process.exit(0);
}

void main();
