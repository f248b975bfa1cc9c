import { deadLetterSchema, deadLetterSummarySchema, defineEvent } from '@lintel/contracts';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { z } from 'zod';
import { startTestPostgres, type TestPostgres } from './testing/postgres';
import { listDeadLetters, showDeadLetter, type KeptLetter } from './consume/dead-letters';
import { EventConsumer } from './consume/event-consumer';
import { onEvents } from './consume/event-handler';
import { poolTransact } from './delivery/pool-transact';
import { encodeEvent } from './event-encoding';
import type { EventStream } from './event-stream';
import { KafkaEventStream } from './kafka/kafka-event-stream';
import { kafkaSettingsSchema } from './kafka/kafka-settings';
import { summariseDeadLetter, viewDeadLetter } from './observe/dead-letter-view';
import { PostgresEventStream } from './postgres/postgres-event-stream';
import { describeWithKafka } from './testing/describe-with-kafka';
import { eventually } from './testing/eventually';
import type { WriteForeign } from './testing/foreign-record';
import { hostileRecords, type HostileRecord } from './testing/hostile-records';
import { startTestKafka } from './testing/start-test-kafka';
import { openForeignKafka } from './testing/write-foreign-kafka';
import { writeForeignTo } from './testing/write-foreign-postgres';

jest.setTimeout(180_000);
const GOOD = 1_000;
const HOSTILE = 200;
const SEED = 20_260_501;
const PARTITIONS = 2;
const GROUP = 'walls';

const happened = defineEvent({
  type: 'test.happened',
  version: 1,
  topic: 'test.happened',
  partitions: PARTITIONS,
  schema: z.object({
    n: z.int(),
    key: z.string(),
    text: z.string().optional(),
    extra: z.unknown().optional(),
    fail: z.string().optional(),
  }),
  key: ({ key }) => key,
});
/** Would be cut in the middle of a character. */
const UNSTORABLE_WORDS = `\0${'x'.repeat(998)}😀${'y'.repeat(5_000)}`;

/** The broker compresses new records of the topic. */
const CODECS = ['gzip', 'snappy', 'lz4', 'zstd', 'producer'];

async function compressWith(brokers: string[], codec: string): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const configEntries = [{ name: 'compression.type', value: codec }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: happened.topic, configEntries }],
  });
  await admin.disconnect();
}

interface Place {
  readonly stream: EventStream;
  readonly write: WriteForeign;
  /** Called before each of the hostile records, with its index. */
  readonly prepare: (at: number) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}
interface Engine {
  readonly name: string;
  readonly describe: typeof describe;
  readonly start: (postgres: TestPostgres, pool: Pool) => Promise<Place>;
}
const engines: Engine[] = [
  {
    name: 'PostgreSQL',
    describe,
    start: ({ url }, pool) => {
      const stream = new PostgresEventStream({ url });
      return Promise.resolve({
        stream,
        write: writeForeignTo(pool),
        prepare: () => Promise.resolve(),
        stop: () => stream.close(),
      });
    },
  },
  {
    name: 'Kafka',
    describe: describeWithKafka,
    start: async () => {
      const kafka = await startTestKafka();
      const stream = new KafkaEventStream(kafkaSettingsSchema.parse({ brokers: kafka.brokers }));
      const foreign = await openForeignKafka(kafka.brokers[0]!);
      return {
        stream,
        write: foreign.write,
        prepare: (at) => (at % 40 === 0 ? compressWith(kafka.brokers, CODECS[at / 40]!) : Promise.resolve()),
        stop: async () => {
          foreign.close();
          await stream.close();
          await kafka.stop();
        },
      };
    },
  },
];

for (const engine of engines) {
  engine.describe(`hostile records on ${engine.name}`, () => {
    let postgres: TestPostgres;
    let pool: Pool;
    let place: Place;
    let consumer: EventConsumer;
    /** The reasons given when the service was not ready. */
    const unready: string[] = [];
    let asking: NodeJS.Timeout;

    beforeAll(async () => {
      postgres = await startTestPostgres();
      pool = new Pool({ connectionString: postgres.url }).on('error', () => undefined);
      await pool.query('CREATE TABLE effect (n int, key text, body jsonb, at bigint GENERATED ALWAYS AS IDENTITY)');
      place = await engine.start(postgres, pool);
      const { stream } = place;
      const failedOnce = new Set<number>();
      consumer = new EventConsumer({
        stream,
        group: GROUP,
        retryDelaysMs: [100, 200],
        transact: poolTransact(pool),
        handlers: [
          onEvents(happened, 20, async (events, { transaction }) => {
            for (const { data } of events) {
              if (data.fail === 'refused') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
              if (data.fail === 'unstorable words') throw new Error(UNSTORABLE_WORDS);
              if (data.fail === 'never') throw new Error('never');
              if (data.fail === 'once' && !failedOnce.has(data.n)) {
                failedOnce.add(data.n);
                throw new Error('not yet');
              }
              await transaction!.query('INSERT INTO effect VALUES ($1, $2, $3)', [
                data.n,
                data.key,
                JSON.stringify(data),
              ]);
            }
          }),
        ],
      });
      consumer.start();
      await eventually(() => consumer.assignment().length === PARTITIONS + 6, 60_000);
      asking = setInterval(() => {
        const { status, reason } = stream.health();
        if (status !== 'ready') unready.push(`the stream: ${reason}`);
        if (consumer.waitingFor !== undefined) unready.push(`the consumer: ${consumer.waitingFor}`);
      }, 20);
    }, 120_000);
    afterAll(async () => {
      clearInterval(asking);
      await consumer?.stop();
      await place?.stop();
      await pool?.end();
      await postgres?.stop();
    });

    const good = (n: number) => ({ n, key: `k${n % 9}` });
    const topicOf = ({ to }: HostileRecord) => (to === 'retry' ? `${GROUP}.retry-1` : happened.topic);
    const letters = async (): Promise<KeptLetter[]> => {
      const all = await listDeadLetters(place.stream, GROUP, { limit: 10_000 });
      return all.filter(({ topic }) => topic !== `${GROUP}.dead-letters`);
    };
    const idle = async (): Promise<boolean> => {
      const topics = [happened.topic, `${GROUP}.retry-1`, `${GROUP}.retry-2`];
      return (await place.stream.groupOffsets(GROUP, topics)).every(({ lag }) => lag === 0);
    };

    it(`${HOSTILE} among ${GOOD} good ones lose none of these, each is handled or buried with a cause, and the consumer stays ready`, async () => {
      const { stream, write, prepare } = place;
      const bases = Array.from({ length: HOSTILE }, (_, at) => {
        const n = 10_000 + at;
        const data = { n, key: `k${at % 9}` };
        return { ...data, headers: encodeEvent(happened, data, { source: '/test', id: `hostile-${n}` }).headers };
      });
      const hostile = hostileRecords(SEED, bases);
      const written: { topic: string; partition: number; offset: number }[] = [];
      const perTurn = GOOD / HOSTILE;
      for (const [at, record] of hostile.entries()) {
        await prepare(at);
        const events = Array.from({ length: perTurn }, (_, of) => good(at * perTurn + of));
        await stream.publish(
          events.map((data) => ({ topic: happened.topic, ...encodeEvent(happened, data, { source: '/test' }) })),
        );
        const topic = topicOf(record);
        const partition = at % PARTITIONS;
        const offset = await write(topic, partition, record).catch((error: unknown) => {
          throw new Error(`${record.what} was not written`, { cause: error });
        });
        written.push({ topic, partition, offset });
      }
      await eventually(async () => {
        const { rows } = await pool.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM effect WHERE n < 10000',
        );
        return rows[0]!.count >= GOOD;
      }, 120_000);
      await eventually(idle, 60_000);

      const { rows } = await pool.query<{ n: number; key: string }>('SELECT n, key FROM effect ORDER BY at');
      const handled = rows.map(({ n }) => n);
      expect(handled.filter((n) => n < 10_000).sort((a, b) => a - b)).toEqual(
        Array.from({ length: GOOD }, (_, n) => n),
      );
      for (let key = 0; key < 9; key += 1) {
        const ours = rows.filter((row) => row.n < 10_000 && row.key === `k${key}`).map(({ n }) => n);
        expect(ours).toEqual(ours.toSorted((a, b) => a - b));
      }

      const buried = await letters();
      const fates = hostile.map((record, at) => {
        const { topic, partition, offset } = written[at]!;
        const letter = buried.find(
          (one) => one.topic === topic && one.partition === partition && one.offset === offset,
        );
        const effects = handled.filter((n) => n === bases[at]!.n).length;
        const fate = `${effects === 1 ? 'handled' : ''}${letter === undefined ? '' : 'buried'}`;
        return { what: record.what, ends: record.ends, fate, letter, effects };
      });
      const wrong = fates.filter(({ ends, fate, effects }) =>
        ends === undefined ? !/^(handled|buried)$/.test(fate) : fate !== ends || effects > 1,
      );
      expect(wrong.map(({ what, ends, fate }) => ({ what, ends, fate }))).toEqual([]);
      for (const { letter } of fates) {
        if (letter === undefined) continue;
        expect(letter.code).toMatch(/^(EVENT_INVALID|EVENT_UNKNOWN|EVENT_TOO_LARGE|INTERNAL)$/);
        expect(letter.message.length).toBeGreaterThan(0);
        expect(letter.attempts).toBeLessThanOrEqual(3);
      }
      expect(unready).toEqual([]);
    });

    it('that were buried are shown to people, whole or with a note of what is missing', async () => {
      const buried = await letters();
      for (const letter of buried) {
        expect(deadLetterSummarySchema.safeParse(summariseDeadLetter(letter)).error).toBeUndefined();
        expect(deadLetterSchema.safeParse(viewDeadLetter(letter)).error).toBeUndefined();
        if (letter.headers['lintel-value-omitted'] === 'true') expect(letter.headers['lintel-cut']).toBeTruthy();
      }
      expect(buried.some(({ headers }) => /headers left out/.test(headers['lintel-cut'] ?? ''))).toBe(true);
      expect(buried.some(({ headers }) => headers['foreign-lintel-origin-partition'] === '7')).toBe(true);
    });

    it('that a stranger wrote among the dead letters are shown, too', async () => {
      const none = { key: null, value: null, headers: [], timestampMs: Date.now() };
      const header = (name: string, value: string) => [Buffer.from(name), Buffer.from(value)] as const;
      const forged = [
        none,
        { ...none, key: Buffer.from([0xff]), value: Buffer.from([0, 0xff]), timestampMs: -1 },
        {
          ...none,
          headers: [
            header('lintel-origin-topic', 'elsewhere'),
            header('lintel-origin-partition', 'x'),
            header('lintel-origin-offset', '1e99'),
            header('lintel-attempt', '-1'),
            header('lintel-failed-at', 'never'),
          ],
        },
      ];
      const topic = `${GROUP}.dead-letters`;
      for (const record of forged) {
        const offset = await place.write(topic, 0, record);
        const letter = await showDeadLetter(place.stream, GROUP, offset);
        expect(deadLetterSchema.safeParse(viewDeadLetter(letter)).error).toBeUndefined();
        expect(letter).toMatchObject({ topic, partition: 0, offset, attempts: 0 });
      }
    });
  });
}
