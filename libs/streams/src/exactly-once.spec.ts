import { join } from 'node:path';
import { Pool } from 'pg';
import { startTestPostgres, type TestPostgres } from './testing/postgres';
import { listDeadLetters } from './consume/dead-letters';
import { addToOutbox } from './delivery/outbox';
import { OutboxRelay } from './delivery/outbox-relay';
import { poolTransact } from './delivery/pool-transact';
import { installDeliveryTables } from './delivery/transaction';
import { encodeEvent } from './event-encoding';
import type { EventStream } from './event-stream';
import { eventually } from './testing/eventually';
import { countedEvent, EVENTS, openStream, type ProgramPlace } from './testing/programs/counted-event';
import { runProgram, type RunningProgram } from './testing/run-program';
import { startTestKafka, type TestKafka } from './testing/start-test-kafka';
import { describeWithKafka } from './testing/describe-with-kafka';

jest.setTimeout(300_000);
const LONG_MS = 240_000;
const topic = countedEvent.topic;
const source = '/test';

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
  engine.describe(`on ${engine.name}`, () => {
    let postgres: TestPostgres;
    let broker: TestKafka | undefined;
    let place: ProgramPlace;
    let pool: Pool;
    let stream: EventStream;
    let programs: RunningProgram[] = [];

    const start = (name: string): RunningProgram => {
      const program = runProgram(join(__dirname, 'testing/programs', name), place);
      programs.push(program);
      return program;
    };
    const count = async (): Promise<number> =>
      (await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM effect')).rows[0]!.count;
    const everyEffectExactlyOnce = async (): Promise<void> => {
      await eventually(async () => (await count()) >= EVENTS, LONG_MS);
      // A second delivery would follow immediately.
      await eventually(async () => {
        const offsets = await stream.groupOffsets('effects', [topic]);
        return offsets.every(({ lag }) => lag === 0);
      }, LONG_MS);
      const { rows } = await pool.query('SELECT count(*)::int AS all, count(DISTINCT n)::int AS distinct FROM effect');
      expect(rows[0]).toEqual({ all: EVENTS, distinct: EVENTS });
    };
    const fillOutbox = async (): Promise<void> => {
      const transact = poolTransact(pool);
      await installDeliveryTables(transact);
      for (let from = 0; from < EVENTS; from += 1_000) {
        const events = Array.from({ length: 1_000 }, (_, at) => ({
          topic,
          ...encodeEvent(countedEvent, { n: from + at }, { source }),
        }));
        await transact((transaction) => addToOutbox(transaction, events));
      }
    };

    beforeEach(async () => {
      postgres = await startTestPostgres();
      broker = await engine.startBroker();
      place = { databaseUrl: postgres.url, ...(broker === undefined ? {} : { brokers: broker.brokers }) };
      pool = new Pool({ connectionString: postgres.url }).on('error', () => undefined);
      await pool.query('CREATE TABLE effect (n int NOT NULL)');
      stream = openStream(place);
      await stream.createTopics([{ name: topic, partitions: countedEvent.partitions }]);
    });
    afterEach(async () => {
      await Promise.all(programs.map((program) => program.kill()));
      programs = [];
      await stream.close();
      await pool.end();
      await broker?.stop();
      await postgres.stop();
    });

    it('kill -9 of a consumer in the middle of 50,000 events ends with each effect exactly once', async () => {
      const records = Array.from({ length: EVENTS }, (_, n) => ({
        topic,
        ...encodeEvent(countedEvent, { n }, { source }),
      }));
      await stream.publish(records);
      let victim = start('consume');
      start('consume');
      for (const mark of [0.1, 0.3, 0.5]) {
        await eventually(async () => (await count()) > EVENTS * mark, LONG_MS);
        await victim.kill();
        victim = start('consume');
      }
      await everyEffectExactlyOnce();
    });

    it('kill -9 of the relay in the middle of 50,000 events ends with each effect exactly once', async () => {
      await fillOutbox();
      start('consume');
      let relay = start('relay');
      for (const mark of [0.2, 0.4, 0.6]) {
        await eventually(async () => {
          const { rows } = await pool.query<{ left: number }>('SELECT count(*)::int AS left FROM streams.outbox');
          return rows[0]!.left < EVENTS * (1 - mark);
        }, LONG_MS);
        await relay.kill();
        relay = start('relay');
      }
      await everyEffectExactlyOnce();
      expect((await pool.query('SELECT FROM streams.outbox')).rowCount).toBe(0);
    });

    if (engine.name === 'Kafka') {
      it('kill -9 of the broker in the middle of 50,000 events ends with each effect exactly once', async () => {
        await fillOutbox();
        start('consume');
        const relay = new OutboxRelay({ url: postgres.url, stream, batch: 500 });
        for (const mark of [0.2, 0.5]) {
          await eventually(async () => (await count()) > EVENTS * mark, LONG_MS);
          await broker!.kill();
          await eventually(() => stream.health().status === 'waiting', LONG_MS);
          await broker!.restart();
        }
        await everyEffectExactlyOnce();
        await relay.stop();
      });
    }

    it('an event that ends the process of its handler becomes a dead letter, and the others have their effect', async () => {
      const poisoned = Array.from({ length: 300 }, (_, n) => ({
        topic,
        ...encodeEvent(countedEvent, { n }, { source }),
      }));
      await stream.publish(poisoned);
      let crashes = 0;
      let consumer = start('consume-poison');
      await eventually(async () => {
        if (consumer.ended()) {
          crashes += 1;
          consumer = start('consume-poison');
        }
        return (await count()) === 299;
      }, 60_000);
      expect(crashes).toBeGreaterThanOrEqual(2);
      expect(crashes).toBeLessThanOrEqual(5);
      const letters = await listDeadLetters(stream, 'effects');
      expect(letters.map(({ code, value }) => [code, value!.toString()])).toEqual([['HANDLER_CRASHED', '{"n":13}']]);
    });

    it('SIGTERM drains a consumer: it ends by itself, and nothing is delivered again', async () => {
      await stream.publish(
        Array.from({ length: 5_000 }, (_, n) => ({ topic, ...encodeEvent(countedEvent, { n }, { source }) })),
      );
      const consumer = start('consume');
      await eventually(async () => (await count()) > 500, LONG_MS);
      expect(await consumer.stop()).toBe(0);
      const done = await count();
      const offsets = await stream.groupOffsets('effects', [topic]);
      expect(offsets.reduce((sum, { committed }) => sum + (committed ?? 0), 0)).toBe(done);
    });
  });
}
