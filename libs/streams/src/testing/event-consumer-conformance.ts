import { defineEvent, LintelError, type EventContract } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { z } from 'zod';
import { listDeadLetters, replayDeadLetters } from '../consume/dead-letters';
import { EventConsumer, type EventConsumerOptions } from '../consume/event-consumer';
import { onEvent, onEvents, type EventHandler } from '../consume/event-handler';
import { poolTransact } from '../delivery/pool-transact';
import { encodeEvent } from '../event-encoding';
import type { EventStream } from '../event-stream';
import { eventually } from './eventually';
import { type StreamPlace } from './event-stream-conformance';

const counted = (topic: string, version = 1) =>
  defineEvent({
    type: 'test.counted',
    version,
    topic,
    partitions: 2,
    schema: z.object({ n: z.int(), key: z.string() }),
    key: ({ key }) => key,
  });
type Counted = ReturnType<typeof counted>;

/** Conformance tests for failing events, for every engine: see EventConsumer. */
export function describeEventConsumer(
  engine: string,
  start: () => Promise<StreamPlace & { readonly databaseUrl: string }>,
): void {
  describe(`event consumer on ${engine}`, () => {
    let place: Awaited<ReturnType<typeof start>>;
    let stream: EventStream;
    let pool: Pool;
    let contract: Counted;
    let group: string;
    let consumers: EventConsumer[] = [];

    const publish = (data: { n: number; key: string }[], of: EventContract = contract) =>
      stream.publish(data.map((one) => ({ topic: of.topic, ...encodeEvent(of, one, { source: '/test' }) })));
    const consume = (handler: EventHandler, options: Partial<EventConsumerOptions> = {}): EventConsumer => {
      const consumer = new EventConsumer({ stream, group, handlers: [handler], retryDelaysMs: [300, 600], ...options });
      consumers.push(consumer);
      consumer.start();
      return consumer;
    };

    beforeAll(async () => {
      place = await start();
      pool = new Pool({ connectionString: place.databaseUrl }).on('error', () => undefined);
    }, 120_000);
    afterAll(async () => {
      await pool?.end();
      await place?.stop();
    });
    beforeEach(async () => {
      stream = place.open();
      const name = `t-${randomUUID().slice(0, 8)}`;
      contract = counted(name);
      group = `${name}-group`;
      await stream.createTopics([{ name, partitions: 2 }]);
    }, 30_000);
    afterEach(async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      consumers = [];
      await stream.close();
    }, 30_000);

    it('hands over typed events with their attributes and origin', async () => {
      const seen: unknown[] = [];
      consume(
        onEvent(contract, (event) => {
          seen.push(event);
          return Promise.resolve();
        }),
      );
      await publish([{ n: 1, key: 'a' }]);
      await eventually(() => seen.length === 1);
      expect(seen[0]).toMatchObject({
        type: 'test.counted.v1',
        source: '/test',
        key: 'a',
        attempt: 1,
        data: { n: 1, key: 'a' },
        origin: { topic: contract.topic, offset: 0 },
      });
    });

    it('retries a failing event after its delays, while those behind it go on at once', async () => {
      const seen: { n: number; attempt: number; at: number }[] = [];
      const consumer = consume(
        onEvent(contract, ({ data, attempt }) => {
          seen.push({ n: data.n, attempt, at: Date.now() });
          return data.n === 0 && attempt < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
        }),
      );
      await publish(Array.from({ length: 20 }, (_, n) => ({ n, key: 'same-partition' })));
      await eventually(() => seen.length === 22);
      const [first, second, third] = seen.filter(({ n }) => n === 0);
      expect([first, second, third].map((one) => one!.attempt)).toEqual([1, 2, 3]);
      expect(second!.at - first!.at).toBeGreaterThanOrEqual(290);
      expect(third!.at - second!.at).toBeGreaterThanOrEqual(590);
      expect(Math.max(...seen.filter(({ n }) => n > 0).map(({ at }) => at))).toBeLessThan(second!.at);
      expect(consumer.activity).toMatchObject({ handledTotal: 20, retriedTotal: 2, deadLettersTotal: 0 });
    });

    it('keeps a dead letter with cause, origin, stack and the event as it was, and replays it to its group alone', async () => {
      let healed = false;
      let handled = 0;
      let elsewhere = 0;
      const consumer = consume(
        onEvent(contract, ({ data, attempt }) => {
          if (data.n === 13 && !healed) throw new RangeError(`no room for ${data.n} (attempt ${attempt})`);
          handled += 1;
          return Promise.resolve();
        }),
      );
      consume(
        onEvent(contract, () => {
          elsewhere += 1;
          return Promise.resolve();
        }),
        { group: `${group}-other` },
      );
      await publish([
        { n: 12, key: 'a' },
        { n: 13, key: 'a' },
        { n: 14, key: 'a' },
      ]);
      await eventually(() => consumer.activity.deadLettersTotal === 1 && handled === 2);
      const letters = await listDeadLetters(stream, group);
      expect(letters).toHaveLength(1);
      expect(letters[0]).toMatchObject({
        topic: contract.topic,
        offset: 1,
        key: 'a',
        eventType: 'test.counted.v1',
        attempts: 3,
        code: 'INTERNAL',
        message: 'no room for 13 (attempt 3)',
      });
      expect(letters[0]!.stack).toMatch(/RangeError: no room for 13[^]*event-consumer-conformance/);
      expect(letters[0]!.value!.toString()).toBe('{"n":13,"key":"a"}');

      healed = true;
      expect(await replayDeadLetters(stream, group)).toEqual({ replayed: 1, left: 0 });
      await eventually(() => handled === 3);
      expect(await replayDeadLetters(stream, group)).toEqual({ replayed: 0, left: 0 });
      expect(elsewhere).toBe(3);
    });

    it('buries bad input at once and goes on: not JSON, wrong schema, unknown type, no CloudEvents headers', async () => {
      const seen: number[] = [];
      consume(
        onEvent(contract, ({ data }) => {
          seen.push(data.n);
          return Promise.resolve();
        }),
      );
      const good = encodeEvent(contract, { n: 1, key: 'k' }, { source: '/test' });
      const topic = contract.topic;
      await stream.publish([
        { topic, ...good, value: Buffer.from('{"n":') },
        { topic, ...good, value: Buffer.from('{"n":"one","key":"k"}') },
        { topic, ...good, headers: { ...good.headers, ce_type: 'test.counted.v9' } },
        { topic, ...good, headers: {} },
        { topic, ...good, value: null },
        { topic, ...good },
      ]);
      await eventually(() => seen.length === 1);
      const letters = await listDeadLetters(stream, group);
      expect(letters.map(({ code, attempts }) => [code, attempts])).toEqual([
        ['EVENT_INVALID', 1],
        ['EVENT_INVALID', 1],
        ['EVENT_UNKNOWN', 1],
        ['EVENT_UNKNOWN', 1],
        ['EVENT_INVALID', 1],
      ]);
      expect(letters.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4]);
    });

    it('takes events whose clock is wrong: the order is that of publication', async () => {
      const seen: number[] = [];
      consume(
        onEvent(contract, ({ data }) => {
          seen.push(data.n);
          return Promise.resolve();
        }),
      );
      const at = (n: number, time: string) => ({
        topic: contract.topic,
        ...encodeEvent(contract, { n, key: 'k' }, { source: '/test', time: new Date(time) }),
      });
      await stream.publish([at(1, '2099-01-01T00:00:00Z'), at(2, '1971-01-01T00:00:00Z')]);
      await eventually(() => seen.length === 2);
      expect(seen).toEqual([1, 2]);
    });

    it('does not retry what its error says no retry can help', async () => {
      const consumer = consume(
        onEvent(contract, () =>
          Promise.reject(new LintelError('PICTURE_UNREADABLE', { problem: 'No picture.', cure: 'Send one.' })),
        ),
      );
      await publish([{ n: 1, key: 'k' }]);
      await eventually(() => consumer.activity.deadLettersTotal === 1);
      expect(consumer.activity.retriedTotal).toBe(0);
      expect((await listDeadLetters(stream, group))[0]).toMatchObject({ code: 'PICTURE_UNREADABLE', attempts: 1 });
    });

    it('finds the one bad event of a batch and handles the others', async () => {
      const sizes: number[] = [];
      const effects = new Set<number>();
      const consumer = consume(
        onEvents(contract, 50, (events) => {
          sizes.push(events.length);
          if (events.some(({ data }) => data.n === 7)) return Promise.reject(new Error('seven'));
          for (const { data } of events) effects.add(data.n);
          return Promise.resolve();
        }),
      );
      await publish(Array.from({ length: 40 }, (_, n) => ({ n, key: 'k' })));
      await eventually(() => consumer.activity.deadLettersTotal === 1 && effects.size === 39);
      expect(Math.max(...sizes)).toBeGreaterThan(1);
      expect(effects.has(7)).toBe(false);
    });

    describe('with a transaction', () => {
      let table: string;
      const transactional = () => ({ transact: poolTransact(pool) });
      const effects = async (): Promise<number[]> =>
        (await pool.query<{ n: number }>(`SELECT n FROM ${table} ORDER BY at`)).rows.map(({ n }) => n);

      beforeEach(async () => {
        table = `effect_${randomUUID().slice(0, 8)}`;
        await pool.query(`CREATE TABLE ${table} (n int NOT NULL, at bigint GENERATED ALWAYS AS IDENTITY)`);
      });

      it('has the effect of an event once, though it is delivered three times', async () => {
        const consumer = consume(
          onEvent(contract, async ({ data }, { transaction }) => {
            await transaction!.query(`INSERT INTO ${table} VALUES ($1)`, [data.n]);
          }),
          transactional(),
        );
        const record = { topic: contract.topic, ...encodeEvent(contract, { n: 1, key: 'k' }, { source: '/test' }) };
        await stream.publish([record, record]);
        await stream.publish([record]);
        await eventually(() => consumer.activity.handledTotal + consumer.activity.duplicatesTotal === 3);
        expect(await effects()).toEqual([1]);
        expect(consumer.activity.duplicatesTotal).toBe(2);
      });

      it('leaves no effect and no note of a handler that threw after writing', async () => {
        let failures = 0;
        const consumer = consume(
          onEvent(contract, async ({ data, attempt }, { transaction }) => {
            await transaction!.query(`INSERT INTO ${table} VALUES ($1)`, [data.n]);
            if (attempt === 1) {
              failures += 1;
              throw new Error('after the write');
            }
          }),
          transactional(),
        );
        await publish([{ n: 5, key: 'k' }]);
        await eventually(() => consumer.activity.handledTotal === 1);
        expect(failures).toBe(1);
        expect(await effects()).toEqual([5]);
      });

      it('keeps the order of a key through retries, and lets other keys pass', async () => {
        const consumer = consume(
          onEvents(contract, 10, async (events, { transaction }) => {
            for (const { data } of events) await transaction!.query(`INSERT INTO ${table} VALUES ($1)`, [data.n]);
            if (events.some(({ data, attempt }) => data.n === 0 && attempt < 3)) throw new Error('not yet');
          }),
          transactional(),
        );
        await publish([
          { n: 0, key: 'slow' },
          { n: 1, key: 'slow' },
          { n: 100, key: 'quick' },
          { n: 2, key: 'slow' },
        ]);
        await eventually(() => consumer.activity.queuedTotal >= 2);
        await publish([{ n: 3, key: 'slow' }]);
        await eventually(() => consumer.activity.handledTotal === 5);
        const seen = await effects();
        expect(seen.filter((n) => n < 100)).toEqual([0, 1, 2, 3]);
        expect(seen[0]).toBe(100);
        await publish([{ n: 4, key: 'slow' }]);
        await eventually(() => consumer.activity.handledTotal === 6);
        expect((await effects()).at(-1)).toBe(4);
      });

      it('lets a key go on after its first event became a dead letter', async () => {
        const consumer = consume(
          onEvent(contract, async ({ data }, { transaction }) => {
            if (data.n === 0) throw new Error('never');
            await transaction!.query(`INSERT INTO ${table} VALUES ($1)`, [data.n]);
          }),
          transactional(),
        );
        await publish([0, 1, 2].map((n) => ({ n, key: 'k' })));
        await eventually(() => consumer.activity.handledTotal === 2 && consumer.activity.deadLettersTotal === 1);
        expect(await effects()).toEqual([1, 2]);
      });
    });

    it('handles everything once while members of the group come and go', async () => {
      const seen: number[] = [];
      const handler = onEvent(contract, async ({ data }) => {
        await delay(1);
        seen.push(data.n);
      });
      const first = consume(handler);
      await publish(Array.from({ length: 300 }, (_, n) => ({ n, key: `k${n % 9}` })));
      await eventually(() => seen.length > 20);
      consume(handler);
      await eventually(() => seen.length > 150);
      await first.stop();
      await eventually(() => new Set(seen).size === 300);
      expect(seen.length).toBe(300);
    });
  });
}
