import { deadLetterSchema, deadLetterSummarySchema, defineEvent, streamOverviewSchema } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { z } from 'zod';
import {
  countDeadLetters,
  discardDeadLetter,
  discardDeadLetters,
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
} from '../consume/dead-letters';
import { EventConsumer } from '../consume/event-consumer';
import { onEvent } from '../consume/event-handler';
import { deadRecord } from '../consume/failed-record';
import { readTopic } from '../consume/read-topic';
import { RetryTopics } from '../consume/retry-topics';
import { poolTransact } from '../delivery/pool-transact';
import { decodeEvent, encodeEvent, MAX_EVENT_BYTES } from '../event-encoding';
import type { EventStream, ReceivedRecord } from '../event-stream';
import { summariseDeadLetter, viewDeadLetter } from '../observe/dead-letter-view';
import { streamOverview } from '../observe/stream-overview';
import { eventually } from './eventually';
import { type StreamPlace } from './event-stream-conformance';

/** Conformance tests for the handling of single dead letters, for every engine. */
export function describeDeadLetters(
  engine: string,
  start: () => Promise<StreamPlace & { readonly databaseUrl: string }>,
): void {
  describe(`dead letters on ${engine}`, () => {
    let place: Awaited<ReturnType<typeof start>>;
    let stream: EventStream;
    let opened: EventStream[] = [];
    let group: string;
    let topics: RetryTopics;
    let contract: ReturnType<typeof contractOf>;

    const open = (): EventStream => {
      const another = place.open();
      opened.push(another);
      return another;
    };
    /** Dead letters as written by a consumer, numbered from 0. */
    const bury = (values: readonly (Buffer | null)[], headers: Record<string, string> = {}): Promise<void> =>
      stream.publish(
        values.map((value, n) => {
          const event = encodeEvent(contract, { n }, { source: '/test', id: `id-${n}` });
          const record = { ...event, value, topic: contract.topic, partition: 0, offset: 40 + n, timestampMs: 0 };
          const letter = deadRecord(topics.deadLetters, record, new RangeError(`no room for ${n}`), 3);
          return { ...letter, headers: { ...letter.headers, ...headers } };
        }),
      );
    const buryNumbers = (count: number) => bury(Array.from({ length: count }, (_, n) => Buffer.from(`{"n":${n}}`)));
    const waiting = async (on: EventStream = stream): Promise<number[]> =>
      (await listDeadLetters(on, group, { waitingOnly: true })).map(({ offsetInDeadLetters }) => offsetInDeadLetters);
    /** The records sent back to the group so far. */
    const revived = async (): Promise<ReceivedRecord[]> => {
      const records: ReceivedRecord[] = [];
      const reader = `test-${randomUUID()}`;
      await readTopic(stream, { topic: topics.after(1)!, group: reader }, (record) => {
        records.push(record);
        return Promise.resolve(true);
      });
      await stream.deleteGroup(reader);
      return records;
    };
    const idsOf = (records: readonly ReceivedRecord[]): (string | undefined)[] =>
      records.map(({ headers }) => headers['ce_id']).sort();

    beforeAll(async () => {
      place = await start();
    }, 120_000);
    afterAll(() => place?.stop());
    beforeEach(async () => {
      stream = open();
      contract = contractOf(`t-${randomUUID().slice(0, 8)}`);
      group = `${contract.topic}-group`;
      topics = new RetryTopics(group, [100]);
      await stream.createTopics([{ name: contract.topic, partitions: 1 }, ...topics.declarations()]);
    }, 30_000);
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      opened = [];
    }, 30_000);

    it('shows one letter with its value, headers, cause, attempts and origin, JSON or not', async () => {
      const bytes = Buffer.from([0xff, 0x00, 0x0a]);
      await bury([Buffer.from('{"n": 0}'), bytes, Buffer.from('{"n":'), null]);
      const views = [];
      for (const offset of [2, 0, 3, 1]) views.push(viewDeadLetter(await showDeadLetter(stream, group, offset)));
      for (const view of views) expect(deadLetterSchema.parse(view)).toEqual(view);
      expect(views.map(({ offset, encoding, value }) => [offset, encoding, value])).toEqual([
        [2, 'text', '{"n":'],
        [0, 'json', '{"n": 0}'],
        [3, 'text', null],
        [1, 'base64', bytes.toString('base64')],
      ]);
      expect(views[0]).toMatchObject({
        state: 'waiting',
        eventType: contract.wireType,
        eventId: 'id-2',
        key: '2',
        attempts: 3,
        code: 'INTERNAL',
        message: 'no room for 2',
        stack: expect.stringMatching(/RangeError/) as string,
        origin: { topic: contract.topic, partition: 0, offset: 42 },
        headers: { ce_source: '/test' },
        bytes: 5,
      });
      const [summary] = (await listDeadLetters(stream, group)).map(summariseDeadLetter);
      expect(deadLetterSummarySchema.parse(summary)).toEqual(summary);
      await expect(showDeadLetter(stream, group, 4)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(showDeadLetter(stream, `${group}-2`, 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('are settled one by one in any order, for every process and for good, and the others still wait', async () => {
      await buryNumbers(6);
      await replayDeadLetter(stream, group, 4);
      await discardDeadLetter(stream, group, 1);
      await replayDeadLetter(open(), group, 0);
      expect(await waiting()).toEqual([2, 3, 5]);
      expect(await waiting(open())).toEqual([2, 3, 5]);
      expect((await listDeadLetters(open(), group)).map(({ state }) => state)).toEqual([
        ...['replayed', 'discarded', 'waiting', 'waiting', 'replayed', 'waiting'],
      ]);
      expect(await countDeadLetters(stream, group)).toEqual({ kept: 6, waiting: 3 });
      expect(idsOf(await revived())).toEqual(['id-0', 'id-4']);

      for (const again of [replayDeadLetter, discardDeadLetter]) {
        for (const offset of [0, 1]) {
          await expect(again(open(), group, offset)).rejects.toMatchObject({
            code: 'NOT_FOUND',
            received: offset === 0 ? 'it was replayed' : 'it was discarded',
          });
        }
        await expect(again(stream, group, 6)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
      expect(idsOf(await revived())).toEqual(['id-0', 'id-4']);

      // All remaining letters, and later ones.
      expect(await replayDeadLetters(stream, group)).toEqual({ replayed: 3, left: 0 });
      expect(await replayDeadLetters(open(), group)).toEqual({ replayed: 0, left: 0 });
      expect(idsOf(await revived())).toEqual(['id-0', 'id-2', 'id-3', 'id-4', 'id-5']);
      await buryNumbers(3);
      await discardDeadLetter(stream, group, 7);
      expect(await discardDeadLetters(stream, group)).toBe(2);
      expect(await waiting(open())).toEqual([]);
      expect((await listDeadLetters(stream, group, { from: 6 })).map(({ state }) => state)).toEqual(
        Array(3).fill('discarded'),
      );
    });

    it('lists the requested number, starting at the requested offset', async () => {
      await buryNumbers(620);
      expect(await discardDeadLetters(stream, group)).toBe(620);
      await buryNumbers(5);
      const offsets = async (options: Parameters<typeof listDeadLetters>[2]) =>
        (await listDeadLetters(stream, group, options)).map(({ offsetInDeadLetters }) => offsetInDeadLetters);
      expect(await offsets({ limit: 2 })).toEqual([0, 1]);
      expect(await offsets({ limit: 2, waitingOnly: true })).toEqual([620, 621]);
      expect(await offsets({ from: 618, limit: 3 })).toEqual([618, 619, 620]);
      expect(await offsets({ from: 623, waitingOnly: true })).toEqual([623, 624]);
      expect(await offsets({ from: 700 })).toEqual([]);
      expect((await showDeadLetter(stream, group, 610)).state).toBe('discarded');
    });

    it('are replayed with a corrected value under their own event id, signed, and handled once', async () => {
      const seen: unknown[] = [];
      const consumer = new EventConsumer({
        stream,
        group,
        retryDelaysMs: [100],
        handlers: [
          onEvent(contract, (event) => {
            seen.push(event);
            return Promise.resolve();
          }),
        ],
      });
      consumer.start();
      await stream.publish([
        { topic: contract.topic, ...encodeEvent(contract, { n: 1 }, { source: '/test' }), value: Buffer.from('{"n":') },
      ]);
      await eventually(() => consumer.activity.deadLettersTotal === 1);
      const letter = await showDeadLetter(stream, group, 0);
      await replayDeadLetter(stream, group, 0, {
        value: Buffer.from('{"n":7}'),
        editedBy: 'ann',
        editedAt: new Date('2026-05-01T08:00:00Z'),
        check: (record) => decodeEvent(contract, record),
      });
      await eventually(() => seen.length === 1);
      expect(seen[0]).toMatchObject({
        id: letter.eventId,
        data: { n: 7 },
        origin: { topic: contract.topic, partition: 0, offset: 0 },
      });
      const [sent] = await revived();
      expect(sent!.headers).toMatchObject({
        'lintel-edited-by': 'ann',
        'lintel-edited-at': '2026-05-01T08:00:00.000Z',
      });
      expect(sent!.headers).not.toHaveProperty('lintel-error-code');
      await consumer.stop();
    });

    it('keep waiting if the corrected value is not JSON, too large, or violates the contract', async () => {
      await buryNumbers(1);
      const replay = (value: Buffer) =>
        replayDeadLetter(stream, group, 0, { value, check: (record) => decodeEvent(contract, record) });
      await expect(replay(Buffer.from('{"n":'))).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      await expect(replay(Buffer.from([0x22, 0xff, 0x22]))).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      await expect(replay(Buffer.from('{"n":"one"}'))).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      const large = Buffer.from(JSON.stringify({ n: 1, text: 'x'.repeat(MAX_EVENT_BYTES) }));
      await expect(replay(large)).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
      expect(await waiting()).toEqual([0]);
      expect(await revived()).toEqual([]);
    });

    it('whose value was too large to be kept wait for a new one', async () => {
      await bury([null], { 'lintel-value-omitted': 'true' });
      expect(await replayDeadLetters(stream, group)).toEqual({ replayed: 0, left: 1 });
      await expect(replayDeadLetter(stream, group, 0)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
      expect(await waiting()).toEqual([0]);
      await replayDeadLetter(stream, group, 0, { value: Buffer.from('{"n":1}') });
      expect(await waiting()).toEqual([]);
      const [sent] = await revived();
      expect(sent!.value!.toString()).toBe('{"n":1}');
      expect(sent!.headers).not.toHaveProperty('lintel-value-omitted');
    });

    it('replayed by two people at once, or twice because of a crash before the mark, have their effect once', async () => {
      await buryNumbers(2);
      const both = await Promise.allSettled([replayDeadLetter(stream, group, 0), replayDeadLetter(open(), group, 0)]);
      expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
      // Simulates a process that dies after publishing.
      const dying = new Proxy(stream, {
        get: (target, name: keyof EventStream) =>
          name === 'createTopics' ? () => Promise.reject(new Error('killed')) : bound(target, name),
      });
      await expect(replayDeadLetter(dying, group, 1)).rejects.toThrow('killed');
      expect(await waiting()).toEqual([1]);
      await replayDeadLetter(stream, group, 1);
      expect(await waiting()).toEqual([]);

      const ids = idsOf(await revived());
      expect(ids.filter((id) => id === 'id-0').length).toBeLessThanOrEqual(2);
      expect(ids.filter((id) => id === 'id-1').length).toBe(2);
      const pool = new Pool({ connectionString: place.databaseUrl }).on('error', () => undefined);
      const effects: number[] = [];
      const consumer = new EventConsumer({
        stream,
        group,
        retryDelaysMs: [100],
        transact: poolTransact(pool),
        handlers: [
          onEvent(contract, ({ data }) => {
            effects.push(data.n);
            return Promise.resolve();
          }),
        ],
      });
      consumer.start();
      const { activity } = consumer;
      await eventually(() => activity.handledTotal + activity.duplicatesTotal === ids.length);
      expect(effects.sort()).toEqual([0, 1]);
      await consumer.stop();
      await pool.end();
    });

    it('are counted in the overview, with the lag of every permanent group and no trace of readers', async () => {
      const consumer = new EventConsumer({
        stream,
        group,
        retryDelaysMs: [100],
        handlers: [onEvent(contract, () => Promise.resolve())],
      });
      consumer.start();
      const live = stream.subscribe({ group: `${group}.live-1`, topics: [contract.topic] }, () => Promise.resolve());
      await eventually(() => consumer.assignment().length > 0 && live.assignment().length > 0);
      const event = { topic: contract.topic, ...encodeEvent(contract, { n: 1 }, { source: '/test' }) };
      await stream.publish([event, event]);
      await eventually(async () => (await stream.groupOffsets(group, [contract.topic]))[0]!.committed === 2);
      await buryNumbers(4);
      await discardDeadLetter(stream, group, 2);
      await replayDeadLetter(stream, group, 3, { value: Buffer.from('{"n":1}') });
      await listDeadLetters(stream, group, { limit: 1 });
      const watcher = open();
      const ours = async () => {
        const overview = await streamOverview(watcher);
        expect(streamOverviewSchema.parse(overview)).toEqual(overview);
        return {
          overview,
          topics: overview.topics.filter(({ name }) => name.startsWith(contract.topic)),
          groups: overview.groups.filter((one) => one.group.startsWith(group)),
        };
      };
      const running = await ours();
      expect(running.overview.engine).toBe(stream.engine);
      expect(running.topics.map(({ name, kind, records }) => [name, kind, records])).toEqual([
        [contract.topic, 'events', 2],
        [topics.deadLetters, 'dead-letters', 4],
        [topics.after(1), 'retry', 1],
      ]);
      expect(running.groups).toMatchObject([{ group, running: true, deadLetters: { kept: 4, waiting: 2 } }]);
      expect(running.overview.deadLettersWaiting).toBeGreaterThanOrEqual(2);

      await consumer.stop();
      await live.stop();
      await stream.publish([event, event, event]);
      await discardDeadLetter(stream, group, 0);
      const [stopped] = (await ours()).groups;
      expect(stopped).toMatchObject({ running: false, deadLetters: { kept: 4, waiting: 1 } });
      expect(stopped!.topics.find(({ topic }) => topic === contract.topic)).toEqual({
        topic: contract.topic,
        lag: 3,
        partitions: [{ partition: 0, committed: 2, high: 5, lag: 3 }],
      });
      const names = (await stream.listGroups()).map((one) => one.group);
      expect(names.filter((name) => name.includes('.dead-letters.'))).toEqual([]);
      // A group that the broker has forgotten still has its dead letters.
      await stream.deleteGroup(group);
      expect((await ours()).groups).toEqual([
        { group, running: false, lag: 0, topics: [], deadLetters: { kept: 4, waiting: 1 } },
      ]);
    });
  });
}

function contractOf(topic: string) {
  return defineEvent({
    type: 'test.numbered',
    version: 1,
    topic,
    partitions: 1,
    schema: z.object({ n: z.int() }),
    key: ({ n }) => String(n),
  });
}

function bound(target: EventStream, name: keyof EventStream): unknown {
  const member: unknown = Reflect.get(target, name);
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
}
