import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { startTestPostgres } from './postgres';
import type { StreamRecord } from '../event-stream';
import { ingest } from '../ingest/ingest';
import { insertJsonRows } from '../ingest/insert-json-rows';
import { KafkaEventStream } from '../kafka/kafka-event-stream';
import { kafkaSettingsSchema } from '../kafka/kafka-settings';
import { startTestKafka } from './start-test-kafka';

const EVENTS = 20_000;
const PARTITIONS = 4;
const TOPIC = 'bench.events';
const PUBLISHED = 'bench.published';
const CHUNK = 1_000;
const LATENCY_TOPIC = 'bench.latency';
const LATENCY_EVENTS = 2_500;
/** 500 events a second. */
const EVERY_MS = 2;

/** Compared with plain kafkajs, and with the fastest handwritten insert without any guarantees. */
export const bench = {
  about: 'publishing 1 KB events, and moving them from Kafka into PostgreSQL',
  unit: 'events',
  async prepare() {
    const broker = await startTestKafka();
    const postgres = await startTestPostgres();
    const pool = new Pool({ connectionString: postgres.url, max: 8 }).on('error', () => undefined);
    const stream = new KafkaEventStream(kafkaSettingsSchema.parse({ brokers: broker.brokers }));
    const kafka = new Kafka({ brokers: broker.brokers, logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await pool.query('CREATE UNLOGGED TABLE arrived (id int, name text, text text)');
    await stream.createTopics([TOPIC, PUBLISHED, LATENCY_TOPIC].map((name) => ({ name, partitions: PARTITIONS })));
    const records = (topic: string): StreamRecord[] =>
      Array.from({ length: EVENTS }, (_, id) => ({
        topic,
        key: `key-${id % 1_000}`,
        value: Buffer.from(JSON.stringify({ id, name: `event ${id}`, text: 'x'.repeat(970) })),
        headers: { ce_id: String(id), ce_type: 'bench.happened.v1', ce_source: '/bench', ce_specversion: '1.0' },
      }));
    await stream.publish(records(TOPIC));
    const toPublish = records(PUBLISHED);

    /** kafkajs as shown in its documentation. */
    const consumeRaw = async (each: (values: Buffer[]) => Promise<void>): Promise<void> => {
      const consumer = kafka.consumer({ groupId: randomUUID() });
      await consumer.connect();
      await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
      let left = EVENTS;
      await new Promise<void>((resolve, reject) => {
        consumer
          .run({
            partitionsConsumedConcurrently: PARTITIONS,
            eachBatch: async ({ batch }) => {
              await each(batch.messages.map(({ value }) => value!));
              if ((left -= batch.messages.length) <= 0) resolve();
            },
          })
          .catch(reject);
      });
      await consumer.disconnect();
    };
    const write = insertJsonRows({ table: 'arrived', columns: { id: 'int', name: 'text', text: 'text' } });

    /** From `publish` to the handler, in one process and therefore with one clock. */
    const endToEnd = async () => {
      const latenciesMs: number[] = [];
      let done: () => void = () => undefined;
      const all = new Promise<void>((resolve) => (done = resolve));
      const subscription = stream.subscribe(
        { group: randomUUID(), topics: [LATENCY_TOPIC], from: 'end' },
        async ({ records: received }) => {
          const now = performance.now();
          for (const { value } of received) latenciesMs.push(now - Number(value!.toString().slice(0, 20)));
          if (latenciesMs.length >= LATENCY_EVENTS) done();
          return Promise.resolve();
        },
      );
      while (subscription.assignment().length < PARTITIONS) await sleep(20);
      await sleep(500);
      const began = performance.now();
      for (let sent = 0; sent < LATENCY_EVENTS; sent++) {
        const due = began + sent * EVERY_MS - performance.now();
        if (due > 0) await sleep(due);
        const value = Buffer.from(performance.now().toFixed(6).padStart(20) + 'x'.repeat(1_000));
        void stream.publish([{ topic: LATENCY_TOPIC, key: String(sent % 100), value, headers: {} }]);
      }
      await all;
      await subscription.stop();
      latenciesMs.sort((one, other) => one - other);
      const at = (share: number) => latenciesMs[Math.floor(share * latenciesMs.length)]!;
      return { p50Ms: at(0.5), p99Ms: at(0.99) };
    };

    return {
      probes: { endToEnd },
      groups: [
        {
          name: 'ingest',
          contenders: {
            ours: {
              units: EVENTS,
              run: async () => {
                let left = EVENTS;
                let done: () => void = () => undefined;
                const all = new Promise<void>((resolve) => (done = resolve));
                const subscription = await ingest({
                  stream,
                  pool,
                  group: randomUUID(),
                  topics: [TOPIC],
                  write: async (transaction, fresh) => {
                    await write(transaction, fresh);
                    if ((left -= fresh.length) <= 0) done();
                  },
                });
                await all;
                await subscription.stop();
              },
            },
            'best-by-hand': {
              units: EVENTS,
              run: () =>
                consumeRaw(async (values) => {
                  await pool.query(
                    'INSERT INTO arrived SELECT * FROM json_to_recordset($1::json) AS r(id int, name text, text text)',
                    [`[${values.map((value) => value.toString()).join(',')}]`],
                  );
                }),
            },
            kafkajs: {
              units: EVENTS,
              run: () =>
                consumeRaw((values) => {
                  for (const value of values) JSON.parse(value.toString());
                  return Promise.resolve();
                }),
            },
          },
        },
        {
          name: 'publish',
          contenders: {
            ours: {
              units: EVENTS,
              run: async () => {
                for (let at = 0; at < EVENTS; at += CHUNK) await stream.publish(toPublish.slice(at, at + CHUNK));
              },
            },
            kafkajs: {
              units: EVENTS,
              run: async () => {
                for (let at = 0; at < EVENTS; at += CHUNK) {
                  const messages = toPublish
                    .slice(at, at + CHUNK)
                    .map(({ key, value, headers }) => ({ key, value, headers }));
                  await producer.send({ topic: PUBLISHED, messages, acks: -1 });
                }
              },
            },
          },
        },
      ],
      async close() {
        await stream.close();
        await producer.disconnect();
        await pool.end();
        await broker.stop();
        await postgres.stop();
      },
    };
  },
};
