import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { EmbeddedPostgres } from './database/embedded-postgres';
import { startTestPostgres } from './testing/postgres';
import { EventConsumer } from './consume/event-consumer';
import { onEvent } from './consume/event-handler';
import { poolTransact } from './delivery/pool-transact';
import { encodeEvent } from './event-encoding';
import type { EventStream } from './event-stream';
import { KafkaEventStream } from './kafka/kafka-event-stream';
import { kafkaSettingsSchema } from './kafka/kafka-settings';
import { PostgresEventStream } from './postgres/postgres-event-stream';
import { eventually } from './testing/eventually';
import { countedEvent } from './testing/programs/counted-event';
import { startTestKafka } from './testing/start-test-kafka';
import { describeWithKafka } from './testing/describe-with-kafka';

jest.setTimeout(120_000);

/** Everything is opened while the broker is unreachable; when it starts, all parts recover without intervention. */
async function waitsAndRecovers(stream: EventStream, arrive: () => Promise<() => Promise<void>>): Promise<void> {
  const seen: number[] = [];
  const consumer = new EventConsumer({
    stream,
    group: 'late',
    handlers: [
      onEvent(countedEvent, ({ data }) => {
        seen.push(data.n);
        return Promise.resolve();
      }),
    ],
  });
  consumer.start();
  const record = { topic: countedEvent.topic, ...encodeEvent(countedEvent, { n: 7 }, { source: '/test' }) };
  await expect(stream.publish([record])).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE', retryable: true });
  expect(stream.health()).toMatchObject({
    status: 'waiting',
    reason: expect.stringMatching(/does not answer/) as string,
  });

  const leave = await arrive();
  await eventually(() => stream.health().status === 'ready', 60_000);
  await eventually(() => consumer.assignment().length > 0, 60_000);
  await stream.publish([record]);
  await eventually(() => seen.length === 1, 60_000);
  await consumer.stop();
  await stream.close();
  await leave();
}

it('PostgreSQL away at the start: the stream waits, says so, and recovers alone', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'lintel-away-')), 'server');
  const first = await EmbeddedPostgres.start({ folder, durable: false });
  const { port, url } = first;
  await first.stop();
  await waitsAndRecovers(new PostgresEventStream({ url }), async () => {
    const server = await EmbeddedPostgres.start({ folder, port, durable: false });
    return async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    };
  });
});

it('the database of the effects away: the consumer waits, says so, counts no attempt, and goes on alone', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'lintel-away-')), 'server');
  const broker = await startTestPostgres();
  const first = await EmbeddedPostgres.start({ folder, durable: false });
  const { port, url } = first;
  const stream = new PostgresEventStream({ url: broker.url });
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 2_000 }).on('error', () => undefined);
  const seen: number[] = [];
  const consumer = new EventConsumer({
    stream,
    group: 'effects',
    transact: poolTransact(pool),
    handlers: [
      onEvent(countedEvent, ({ data }) => {
        seen.push(data.n);
        return Promise.resolve();
      }),
    ],
  });
  const publish = (n: number) =>
    stream.publish([{ topic: countedEvent.topic, ...encodeEvent(countedEvent, { n }, { source: '/test' }) }]);
  consumer.start();
  await eventually(() => consumer.assignment().length > 0);
  await publish(1);
  await eventually(() => seen.length === 1);
  expect(consumer.waitingFor).toBeUndefined();

  await first.stop();
  await publish(2);
  await eventually(() => consumer.waitingFor !== undefined);
  expect(consumer.waitingFor).toMatch(/ECONNREFUSED|terminat|not queryable|shutting down|starting up/);
  const second = await EmbeddedPostgres.start({ folder, port, durable: false });
  await eventually(() => seen.length === 2, 60_000);
  await eventually(() => consumer.waitingFor === undefined);
  expect(consumer.activity).toMatchObject({ retriedTotal: 0, deadLettersTotal: 0 });

  await consumer.stop();
  await stream.close();
  await pool.end();
  await second.stop();
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

describeWithKafka('a real Apache Kafka', () => {
  it('Kafka away at the start: the stream waits, says so, and recovers alone', async () => {
    const reserved = createServer();
    await new Promise<void>((resolve) => reserved.listen(0, '127.0.0.1', resolve));
    const { port } = reserved.address() as AddressInfo;
    await new Promise((resolve) => reserved.close(resolve));
    const settings = kafkaSettingsSchema.parse({ brokers: [`127.0.0.1:${port}`], publishTimeoutMs: 2_000 });
    await waitsAndRecovers(new KafkaEventStream(settings), async () => {
      const kafka = await startTestKafka({ port });
      return () => kafka.stop();
    });
  });
});
