import { runInSpan } from '@lintel/data';
import { SpanKind } from '@opentelemetry/api';
import { type TracingConfig } from '../../observability-config';
import { startTracing } from '../../start-tracing';

/**
 * `send-steps.ts '{"config": {…}, "steps": 3}'`: takes that many steps, each a trace of its own, and stops. Prints the
 * ids of the traces and how long the stop took, milliseconds. (Jest can't load the exporter, which imports late.)
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
