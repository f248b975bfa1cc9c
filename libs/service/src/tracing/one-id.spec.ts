import { defineEvent, jobEnded } from '@lintel/contracts';
import { JobQueue, JobWorker, openPlatformDatabase, runJobInChild, type DataSource } from '@lintel/data';
import {
  addToOutbox,
  encodeEvent,
  openEventStream,
  runInSpan,
  type EventStream,
  type HandlerContext,
  type ReceivedEvent,
} from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { Controller, Injectable, Logger, Module, Param, Post } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Public } from '../access/access-rule';
import { EventRelay } from '../events/event-relay';
import { EventsModule } from '../events/events.module';
import { OnEvent } from '../events/on-event';
import { startService, type RunningService } from '../lifecycle/start-service';
import { useJsonLog } from '../logging/json-log';
import { openAccess } from '../testing/open-access';
import { startTracing, type Tracing } from './start-tracing';
import { startTestCollector, type TestCollector } from './testing/start-test-collector';

const goodsOrdered = defineEvent({
  type: 'shop.goods-ordered',
  version: 1,
  topic: 'shop.orders',
  partitions: 2,
  schema: z.object({ customer: z.string() }),
  key: ({ customer }) => customer,
});

let database: DataSource;
let queue: JobQueue;
let stream: EventStream;

@Public()
@Controller('v1/orders')
class Orders {
  @Post(':customer')
  async order(@Param('customer') customer: string) {
    if (customer === 'broken') throw new Error('MARK-1');
    await database.transaction(async (transaction) => {
      const event = encodeEvent(goodsOrdered, { customer }, { source: '/shop' });
      await addToOutbox(transaction, [{ topic: goodsOrdered.topic, ...event }]);
    });
    return {};
  }
}

@Injectable()
class Warehouse {
  private readonly logger = new Logger('warehouse');

  @OnEvent(goodsOrdered, { group: 'warehouse' })
  async learn({ data }: ReceivedEvent<{ customer: string }>, { transaction }: HandlerContext): Promise<void> {
    if (data.customer === 'unlucky') throw new Error('out of stock');
    this.logger.log('an order');
    const request = { kind: 'train', vertical: 'shop', modelName: 'shop.goods', parameters: {} } as const;
    await queue.enqueue({ ...request, requestedBy: 'test', reason: 'person' }, transaction);
  }
}

@Injectable()
class Statistics {
  @OnEvent(goodsOrdered, { group: 'statistics', batch: 50 })
  count(): Promise<void> {
    return Promise.resolve();
  }
}

describe('one id', () => {
  let postgres: TestPostgres;
  let collector: TestCollector;
  let service: RunningService;
  let relay: EventRelay;
  let worker: JobWorker;
  let tracing: Tracing;
  const memory = new InMemorySpanExporter();
  const lines: string[] = [];
  const jobLines: string[] = [];
  const under = (id: string): Record<string, unknown>[] =>
    lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ correlationId }) => correlationId === id);

  beforeAll(async () => {
    useJsonLog('log', { write: (line) => void lines.push(line) });
    tracing = startTracing({ serviceName: 'shop', config: {}, processor: new SimpleSpanProcessor(memory) });
    postgres = await startTestPostgres();
    collector = await startTestCollector();
    database = await openPlatformDatabase(postgres.url);
    queue = await JobQueue.open(database, postgres.url);
    stream = openEventStream({ databaseUrl: postgres.url });
    relay = new EventRelay(stream, postgres.url, [goodsOrdered, jobEnded]);
    const events = EventsModule.forRoot({
      stream,
      transact: (work) => database.transaction(work),
      sends: [goodsOrdered],
      retryDelaysMs: [60_000],
      title: 'Shop',
      version: '1',
    });
    @Module({ imports: [events], controllers: [Orders], providers: [Warehouse, Statistics] })
    class Shop {}
    service = await startService({
      module: Shop,
      config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'log', SHUTDOWN_TIMEOUT_MS: 5_000 },
      api: { title: 'Shop', description: 'For the test.', version: '1' },
      access: openAccess('shop'),
    });
    worker = new JobWorker({
      queue,
      vertical: 'shop',
      kinds: ['train'],
      workerName: 'trainer-1',
      run: async (job, context) => ({
        result: await runJobInChild(
          job,
          { ...context, log: (_, text) => void jobLines.push(text) },
          {
            script: join(__dirname, 'testing/programs/goods-job.ts'),
            environment: { ...process.env, COLLECTOR: collector.url },
            execArgv: [
              '--conditions=@lintel/source',
              '--require',
              join(__dirname, '../../../../typescript-register.cjs'),
            ],
          },
        ),
      }),
    });
    worker.start();
  });

  afterAll(async () => {
    await worker.stop();
    await service.close();
    await tracing.stop();
    await relay.stop();
    await stream.close();
    await database.destroy();
    await collector.stop();
    await postgres.stop();
  });

  const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    for (const until = Date.now() + 30_000; !(await holds()); await delay(50)) {
      if (Date.now() > until) throw new Error('It did not happen in time.');
    }
  };
  const order = (customer: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${service.url}/v1/orders/${customer}`, { method: 'POST', headers });
  const ended = async (count: number): Promise<void> =>
    eventually(async () => (await queue.counts(new Date(0))).succeeded === count);

  it("links a request, its event, the event's handler, the job that it starts, and the job's process", async () => {
    const response = await order('ada');
    const id = response.headers.get('x-correlation-id')!;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    await ended(1);
    const [job] = (await queue.list({ limit: 1 })).items;
    expect(job).toMatchObject({ result: { correlationId: id } });

    // In the log of the service, of its consumer, and of the job's process.
    expect(under(id).map(({ logger }) => logger)).toEqual(expect.arrayContaining(['Request', 'warehouse']));
    expect(under(id).every(({ traceId }) => traceId === id)).toBe(true);
    const works = JSON.parse(jobLines.find((line) => line.includes('"works"'))!) as Record<string, unknown>;
    expect(works).toMatchObject({ correlationId: id, traceId: id, logger: 'goods' });

    // The event about the job's end carries the id on.
    const last: Record<string, string>[] = [];
    stream.subscribe({ group: 'test', topics: [jobEnded.topic] }, ({ records }) => {
      for (const { headers } of records) last.push(headers);
      return Promise.resolve();
    });
    await eventually(() => last.length > 0);
    expect(last[0]).toMatchObject({ ce_correlationid: id, ce_traceparent: expect.stringContaining(id) as string });
  });

  it('of the caller is adopted, with the trace that the caller began', async () => {
    const traceId = 'a'.repeat(32);
    const caller = { traceparent: `00-${traceId}-${'b'.repeat(16)}-01`, 'x-correlation-id': 'order-4711' };
    const response = await order('bob', caller);
    expect(response.headers.get('x-correlation-id')).toBe('order-4711');
    await ended(2);
    expect((await queue.list({ limit: 1 })).items[0]).toMatchObject({ result: { correlationId: 'order-4711' } });
    expect(under('order-4711').map(({ traceId: logged }) => logged)).toContain(traceId);
  });

  it('on an error is in the answer, in the log with the cause, and on the step of the trace', async () => {
    const response = await order('broken');
    const { correlationId: id } = (await response.json()) as { correlationId: string };
    await eventually(() => under(id).length === 2);
    expect(under(id)).toMatchObject([
      { level: 'error', message: 'a request failed', error: { type: 'Error' } },
      { level: 'info', logger: 'Request', method: 'POST', route: '/v1/orders/:customer', status: 500 },
    ]);
  });

  it('of an event that cannot be handled is in the log line that says so', async () => {
    const id = (await order('unlucky')).headers.get('x-correlation-id')!;
    await eventually(() => under(id).some(({ message }) => message === 'an event could not be handled'));
  });

  it('of each event of a batch is linked with the step that handles them all', async () => {
    const traceIds: string[] = [];
    const events = await Promise.all(
      [1, 2, 3].map(() =>
        runInSpan('a producer', { kind: SpanKind.PRODUCER, attributes: {} }, (span) => {
          traceIds.push(span.spanContext().traceId);
          return Promise.resolve(encodeEvent(goodsOrdered, { customer: 'unlucky' }, { source: '/shop' }));
        }),
      ),
    );
    await stream.publish(events.map((event) => ({ topic: goodsOrdered.topic, ...event })));
    const linked = (): string[] =>
      memory
        .getFinishedSpans()
        .flatMap(({ links }) => links.map(({ context: { traceId } }) => traceId))
        .filter((traceId) => traceIds.includes(traceId));
    await eventually(() => linked().length > 0);
    expect(linked().sort()).toEqual(traceIds.sort());
  });

  it('is on every step, each the child of the previous one, and on no address that contains a name', async () => {
    const ofTrace = (id: string): ReadableSpan[] =>
      memory.getFinishedSpans().filter((span) => span.spanContext().traceId === id);
    const id = 'a'.repeat(32);
    await eventually(() => ofTrace(id).some(({ name }) => name === 'job train'));
    const spans = ofTrace(id);
    const parentOf = ({ parentSpanContext }: ReadableSpan): ReadableSpan | undefined =>
      spans.find((span) => span.spanContext().spanId === parentSpanContext?.spanId);
    // From the last span upwards: an event may have been handled twice, and one of the two created the job.
    const job = spans.find(({ name }) => name === 'job train')!;
    const handling = parentOf(job)!;
    const request = parentOf(handling)!;
    expect([handling.name, request.name]).toEqual(['process shop.goods-ordered.v1', 'POST /v1/orders/:customer']);
    expect(request.parentSpanContext?.spanId).toBe('b'.repeat(16));
    expect(spans.map(({ attributes }) => attributes['lintel.correlation_id'])).toEqual(spans.map(() => 'order-4711'));

    // The job's process sends its spans to the collector.
    expect(collector.spans).toContainEqual(
      expect.objectContaining({
        name: 'work on train',
        traceId: id,
        parentSpanId: job.spanContext().spanId,
        service: 'lintel-shop-trainer',
      }),
    );
    const failed = memory.getFinishedSpans().find(({ attributes }) => attributes['http.response.status_code'] === 500);
    expect(failed!.attributes).toMatchObject({ 'error.type': 'INTERNAL', 'http.route': '/v1/orders/:customer' });
    const told = memory.getFinishedSpans().map(({ name, attributes }) => [name, attributes]);
    expect(JSON.stringify(told)).not.toMatch(/bob|broken|MARK/);
    expect(lines.filter((line) => /orders\/(bob|broken|ada)/.test(line))).toEqual([]);
  });
});
