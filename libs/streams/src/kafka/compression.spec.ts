import { Kafka, logLevel } from 'kafkajs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listDeadLetters, replayDeadLetters } from '../consume/dead-letters';
import { EventConsumer } from '../consume/event-consumer';
import { onEvent } from '../consume/event-handler';
import { encodeEvent } from '../event-encoding';
import type { ReceivedRecord } from '../event-stream';
import { describeWithKafka } from '../testing/describe-with-kafka';
import { eventually } from '../testing/eventually';
import { countedEvent } from '../testing/programs/counted-event';
import { startTestKafka, type TestKafka } from '../testing/start-test-kafka';
import { KafkaEventStream } from './kafka-event-stream';
import { kafkaSettingsSchema } from './kafka-settings';

jest.setTimeout(120_000);
describeWithKafka('a real Apache Kafka', () => {
  let kafka: TestKafka;
  let stream: KafkaEventStream;
  const streams: KafkaEventStream[] = [];
  const openStream = () => new KafkaEventStream(kafkaSettingsSchema.parse({ brokers: kafka.brokers }));

  /** A topic whose records are recompressed by the broker, with the compressors of Kafka's own clients. */
  const createTopic = async (topic: string, compression: string, numPartitions = 1): Promise<void> => {
    const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = [{ name: 'compression.type', value: compression }];
    await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }] });
    await admin.disconnect();
  };

  beforeAll(async () => {
    kafka = await startTestKafka();
    streams.push((stream = openStream()));
  });
  afterAll(async () => {
    await Promise.all(streams.map((one) => one.close()));
    await kafka?.stop();
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'reads what Kafka compresses with %s, our own events included',
    async (codec) => {
      await createTopic(codec, codec);
      const large = 'a photograph of a red jumper '.repeat(20_000);
      const sent = Array.from({ length: 300 }, (_, at) => ({
        topic: codec,
        key: `key-${at % 7}`,
        value: Buffer.from(at === 150 ? large : JSON.stringify({ at, words: `jumper ${at}` })),
        headers: { ce_id: String(at) },
      }));
      await stream.publish(sent);
      const seen: ReceivedRecord[] = [];
      const subscription = stream.subscribe({ group: `${codec}-group`, topics: [codec] }, ({ records }) => {
        seen.push(...records);
        return Promise.resolve();
      });
      await eventually(() => seen.length === sent.length, 30_000);
      const plain = seen.map(({ topic, key, value, headers }) => ({ topic, key, value, headers }));
      expect(plain).toEqual(sent);
      await subscription.stop();
      // The records are compressed on the broker's disk, so the broker did not decompress them.
      expect((await stat(join(kafka.logs, `${codec}-0`, '00000000000000000000.log'))).size).toBeLessThan(
        large.length / 4,
      );
    },
  );

  it('a batch that is damaged on the disk becomes one dead letter, and stops neither its partition nor another', async () => {
    const { topic } = countedEvent;
    await createTopic(topic, 'lz4', countedEvent.partitions);
    const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING });
    const publish = async (partition: number, from: number): Promise<void> => {
      const producer = admin.producer();
      await producer.connect();
      const messages = [0, 1, 2].map((at) => ({
        ...encodeEvent(countedEvent, { n: from + at }, { source: '/test' }),
        partition,
      }));
      await producer.send({ topic, messages });
      await producer.disconnect();
    };
    await publish(0, 0);
    await publish(0, 10);
    await publish(0, 20);
    await publish(1, 100);
    await kafka.shutDown();
    await damageSecondBatch(join(kafka.logs, `${topic}-0`, '00000000000000000000.log'));
    await kafka.restart();

    const seen: number[] = [];
    const errors: string[] = [];
    const consumer = new EventConsumer({
      stream: (stream = openStream()),
      group: 'counters',
      retryDelaysMs: [50],
      onError: (error) => errors.push((error as Error).message),
      handlers: [onEvent(countedEvent, ({ data }) => Promise.resolve(void seen.push(data.n)))],
    });
    streams.push(stream);
    consumer.start();
    await eventually(() => seen.length === 9, 40_000);
    expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 20, 21, 22, 100, 101, 102]);
    const letters = await listDeadLetters(stream, 'counters');
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({
      topic,
      partition: 0,
      offset: 5,
      code: 'EVENT_INVALID',
      message: expect.stringMatching(
        /records 3 to 5 .* partition 0, cannot be read.*lz4: its checksum is wrong/s,
      ) as string,
    });
    expect(await replayDeadLetters(stream, 'counters')).toEqual({ replayed: 0, left: 1 });
    // Fetched twice more before it was skipped.
    expect(errors.filter((message) => message.includes('3 to 5'))).toHaveLength(3);
    await consumer.stop();
  });

  it('a partition whose files the broker itself cannot read stops no other, and readiness says so', async () => {
    await createTopic('torn', 'producer', 2);
    const client = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING });
    const publish = async (partition: number, value: string): Promise<void> => {
      const producer = client.producer();
      await producer.connect();
      await producer.send({ topic: 'torn', messages: [{ value, partition }] });
      await producer.disconnect();
    };
    for (const value of ['a', 'b', 'c']) await publish(0, value);
    // While the broker is running: it would not start with such a file.
    await tearSecondBatch(join(kafka.logs, 'torn-0', '00000000000000000000.log'));
    const seen: string[] = [];
    const errors: unknown[] = [];
    const subscription = stream.subscribe(
      { group: 'torn-group', topics: ['torn'], onError: (error) => errors.push(error) },
      ({ records }) => Promise.resolve(void seen.push(...records.map(({ value }) => String(value)))),
    );
    await eventually(
      () => stream.health().status === 'waiting' && /partition 0/.test(stream.health().reason ?? ''),
      40_000,
    );
    expect(errors).toContainEqual(expect.objectContaining({ code: 'STREAM_UNAVAILABLE' }));
    await publish(1, 'elsewhere');
    await eventually(() => seen.includes('elsewhere'));
    await subscription.stop();
  });
});

/** The length is made invalid, so that nothing after it can be found. */
async function tearSecondBatch(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const prefix = Buffer.alloc(12);
  await file.read(prefix, 0, 12, 0);
  await file.write(Buffer.from([0, 0, 0, 1]), 0, 4, 12 + prefix.readInt32BE(8) + 8);
  await file.close();
}

async function damageSecondBatch(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const prefix = Buffer.alloc(12);
  await file.read(prefix, 0, 12, 0);
  const second = 12 + prefix.readInt32BE(8);
  await file.write(Buffer.from('damaged'), 0, 7, second + 61 + 20);
  await file.close();
}
