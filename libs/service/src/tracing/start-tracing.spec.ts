import { runInSpan, writeTrace } from '@lintel/streams';
import { SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type TracingConfig } from './observability-config';
import { startTracing } from './start-tracing';
import { startTestCollector, type TestCollector } from './testing/start-test-collector';

const step = (name: string, work = (): Promise<void> => Promise.resolve()): Promise<void> =>
  runInSpan(name, { kind: SpanKind.INTERNAL, attributes: {} }, work);

describe('a program that traces', () => {
  let collector: TestCollector;
  beforeEach(async () => (collector = await startTestCollector()));
  afterEach(() => collector.stop());

  const run = async (config: Partial<TracingConfig>, steps = 1): Promise<{ traceIds: string[]; stopMs: number }> => {
    const node = ['--conditions=@lintel/source', '--require', join(__dirname, '../../../../typescript-register.cjs')];
    const program = join(__dirname, 'testing/programs/send-steps.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...node,
      program,
      JSON.stringify({ config, steps }),
    ]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as { traceIds: string[]; stopMs: number };
  };

  it('sends every step to the collector, with the name of the service and the configured headers', async () => {
    const headers = 'x-key=a%3Db, other=c';
    const sent = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: headers,
    });
    const traceId = sent.traceIds[0];
    expect(collector.spans).toMatchObject([
      { name: 'a step', service: 'lintel-shop', traceId, attributes: { 'lintel.correlation_id': traceId } },
    ]);
    expect(collector.headers).toMatchObject([
      { path: '/v1/traces', 'content-type': 'application/json', 'x-key': 'a=b', other: 'c' },
    ]);
  });

  it('without a collector still gives every trace its id', async () => {
    const { traceIds } = await run({}, 2);
    expect(traceIds[0]).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    expect(traceIds[1]).not.toBe(traceIds[0]);
  });

  it('sends the configured share of its traces', async () => {
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: 0.25 }, 400);
    expect(collector.spans.length).toBeGreaterThan(50);
    expect(collector.spans.length).toBeLessThan(150);
  });

  it('stops within seconds if the collector is unavailable', async () => {
    const { stopMs } = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(stopMs).toBeLessThan(4_000);
  });
});

describe('tracing', () => {
  // A stopped exporter accepts no more spans.
  let memory: InMemorySpanExporter;
  beforeEach(() => (memory = new InMemorySpanExporter()));
  const start = () => startTracing({ serviceName: 'shop', config: {}, processor: new SimpleSpanProcessor(memory) });

  it('continues for one service of a process after another one stops, and ends with the last', async () => {
    const [first, second] = [start(), start()];
    await first.stop();
    await first.stop();
    let inside = {};
    await step('after the first', () => Promise.resolve(void (inside = writeTrace())));
    expect(memory.getFinishedSpans().map(({ name }) => name)).toEqual(['after the first']);
    expect(inside).toMatchObject({ traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) as string });
    await second.stop();
    await step('after both', () => Promise.resolve(void (inside = writeTrace())));
    expect(inside).toEqual({});
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('marks a step that fails by its code or name, and keeps the message to itself', async () => {
    const tracing = start();
    await expect(step('fails', () => Promise.reject(new RangeError('MARK-1')))).rejects.toThrow('MARK-1');
    const [span] = memory.getFinishedSpans();
    expect(span).toMatchObject({ attributes: { 'error.type': 'RangeError' }, status: { message: 'RangeError' } });
    expect(span!.events).toEqual([]);
    await tracing.stop();
  });
});
