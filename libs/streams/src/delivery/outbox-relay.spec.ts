import { Pool } from 'pg';
import { startTestPostgres, type TestPostgres } from '../testing/postgres';
import { encodeEvent } from '../event-encoding';
import type { EventStream } from '../event-stream';
import { MAX_RECORD_BYTES } from '../record-size';
import { describeWithKafka } from '../testing/describe-with-kafka';
import { eventually } from '../testing/eventually';
import { countedEvent, openStream } from '../testing/programs/counted-event';
import { startTestKafka, type TestKafka } from '../testing/start-test-kafka';
import { addToOutbox, type OutboxEvent } from './outbox';
import { OutboxRelay } from './outbox-relay';
import { poolTransact } from './pool-transact';
import { countRefusedEvents, listRefusedEvents, retryRefusedEvents } from './refused-events';
import { installDeliveryTables, type Transact } from './transaction';

jest.setTimeout(240_000);
const { topic } = countedEvent;

interface Engine {
  readonly name: string;
  readonly describe: typeof describe;
  readonly startBroker: () => Promise<TestKafka | undefined>;
}
const engines: Engine[] = [
  { name: 'PostgreSQL', describe, startBroker: () => Promise.resolve(undefined) },
  { name: 'Kafka', describe: describeWithKafka, startBroker: () => startTestKafka() },
];

for (const engine of engines) {
  engine.describe(`the outbox relay on ${engine.name}`, () => {
    let postgres: TestPostgres;
    let broker: TestKafka | undefined;
    let pool: Pool;
    let transact: Transact;
    let stream: EventStream;
    let relay: OutboxRelay;

    beforeAll(async () => {
      [postgres, broker] = await Promise.all([startTestPostgres(), engine.startBroker()]);
      pool = new Pool({ connectionString: postgres.url });
      pool.on('error', () => undefined);
      transact = poolTransact(pool);
      await installDeliveryTables(transact);
      stream = openStream({ databaseUrl: postgres.url, ...(broker === undefined ? {} : { brokers: broker.brokers }) });
      await stream.createTopics([{ name: topic, partitions: 1 }]);
      relay = new OutboxRelay({ url: postgres.url, stream, retryAfterMs: 50 });
    });
    afterAll(async () => {
      await relay.stop();
      await stream.close();
      await pool.end();
      await broker?.stop();
      await postgres.stop();
    });

    const event = (n: number, key: string): OutboxEvent => ({
      topic,
      ...encodeEvent(countedEvent, { n }, { source: '/test' }),
      key,
    });
    const published = async (): Promise<number> => (await stream.topicOffsets(topic))[0]!.high;

    it('sets an event aside that is refused for good, publishes those behind it, and again on request', async () => {
      const tooLarge = { ...event(0, 'a'), value: Buffer.alloc(MAX_RECORD_BYTES + 1, ' ') };
      const behind = [event(1, 'a'), event(2, 'b'), event(3, 'a')];
      await transact((transaction) => addToOutbox(transaction, [event(4, 'a'), tooLarge, ...behind]));
      await eventually(async () => (await published()) === 4, 60_000);
      const [refused, ...others] = await transact((transaction) => listRefusedEvents(transaction, 10));
      expect(others).toEqual([]);
      expect(refused).toMatchObject({
        topic,
        key: 'a',
        bytes: MAX_RECORD_BYTES + 1,
        tries: 5,
        code: 'EVENT_TOO_LARGE',
      });
      expect(refused!.cause).toMatch(/large/i);
      expect((await pool.query('SELECT FROM streams.outbox')).rowCount).toBe(0);
      expect(await transact(countRefusedEvents)).toEqual([{ topic, count: 1, code: 'EVENT_TOO_LARGE' }]);

      await pool.query('UPDATE streams.refused_event SET value = \'{"n":0}\'');
      expect(await transact((transaction) => retryRefusedEvents(transaction, refused!.seq))).toBe(1);
      await eventually(async () => (await published()) === 5, 60_000);
      expect(await transact(countRefusedEvents)).toEqual([]);
    });

    it('sets the events of a topic aside that does not come, and goes on with the others', async () => {
      await transact((transaction) =>
        addToOutbox(transaction, [{ ...event(5, 'a'), topic: 'missing' }, event(6, 'a')]),
      );
      await eventually(async () => (await published()) === 6, 60_000);
      await eventually(async () => (await transact(countRefusedEvents)).length > 0, 120_000);
      expect(await transact(countRefusedEvents)).toEqual([{ topic: 'missing', count: 1, code: 'TOPIC_MISSING' }]);
    });
  });
}
