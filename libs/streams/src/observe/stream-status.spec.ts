import { streamStatusSchema } from '@lintel/contracts';
import { startTestPostgres } from '../testing/postgres';
import { EventConsumer } from '../consume/event-consumer';
import { onEvent } from '../consume/event-handler';
import { encodeEvent } from '../event-encoding';
import { PostgresEventStream } from '../postgres/postgres-event-stream';
import { eventually } from '../testing/eventually';
import { countedEvent } from '../testing/programs/counted-event';
import { streamMetrics } from './stream-metrics';
import { streamStatus } from './stream-status';

jest.setTimeout(30_000);

it('a person and Prometheus see lag, throughput, retries and dead letters of each group', async () => {
  const postgres = await startTestPostgres();
  const stream = new PostgresEventStream({ url: postgres.url });
  const consumer = new EventConsumer({
    stream,
    group: 'seen',
    retryDelaysMs: [100],
    handlers: [
      onEvent(countedEvent, ({ data }) => (data.n === 3 ? Promise.reject(new Error('three')) : Promise.resolve())),
    ],
  });
  consumer.start();
  const publish = (from: number, count: number) =>
    stream.publish(
      Array.from({ length: count }, (_, at) => ({
        topic: countedEvent.topic,
        ...encodeEvent(countedEvent, { n: from + at }, { source: '/test' }),
      })),
    );
  await eventually(() => consumer.assignment().length === 7);
  await publish(0, 10);
  await eventually(() => consumer.activity.deadLettersTotal === 1);
  await eventually(async () => (await streamStatus(stream, [consumer])).consumers[0]!.lag === 0);
  consumer.pause();
  await publish(10, 5);

  const status = await streamStatus(stream, [consumer]);
  expect(streamStatusSchema.parse(status)).toEqual(status);
  expect(status).toMatchObject({ engine: 'postgres', health: { status: 'ready' } });
  expect(status.consumers[0]).toMatchObject({
    group: 'seen',
    lag: 5,
    handledTotal: 9,
    retriedTotal: 1,
    deadLettersTotal: 1,
    deadLettersKept: 1,
    lastError: { message: 'three' },
  });
  expect(status.consumers[0]!.perSecond).toBeGreaterThan(0);

  const text = streamMetrics(status);
  expect(text).toContain('lintel_stream_up{engine="postgres"} 1\n');
  expect(text).toContain('lintel_stream_events_handled_total{group="seen"} 9\n');
  expect(text).toMatch(/lintel_stream_lag\{group="seen",topic="test.counted",partition="\d"\} [1-5]\n/);
  for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) .+|[a-z_]+\{.*\} \d+)$/);

  await consumer.stop();
  await stream.close();
  await postgres.stop();
});
