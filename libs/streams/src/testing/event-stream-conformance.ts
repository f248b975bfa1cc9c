import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStream, ReceivedRecord, RecordBatch, StreamRecord, SubscribeOptions } from '../event-stream';
import { partitionOf } from '../partition-of';
import { eventually } from './eventually';

export interface StreamPlace {
  /** Opens another client of the same broker or database. */
  open(): EventStream;
  stop(): Promise<void>;
}

const PARTITIONS = 4;

export function records(topic: string, count: number, keys = 10): StreamRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    topic,
    key: `key-${at % keys}`,
    value: Buffer.from(String(at)),
    headers: { ce_id: String(at) },
  }));
}

const numberIn = (record: ReceivedRecord): number => Number(record.value?.toString());

/** Conformance tests for every engine: see EventStream. */
export function describeEventStream(engine: string, start: () => Promise<StreamPlace>): void {
  describe(`event stream on ${engine}`, () => {
    let place: StreamPlace;
    let stream: EventStream;
    let opened: EventStream[] = [];
    let topic: string;

    const open = (): EventStream => {
      const another = place.open();
      opened.push(another);
      return another;
    };
    /** A member that records what it receives. */
    const member = (options: Partial<SubscribeOptions> = {}, on: EventStream = stream) => {
      const seen: ReceivedRecord[] = [];
      const batches: RecordBatch[] = [];
      const subscription = on.subscribe({ group: `${topic}-group`, topics: [topic], ...options }, (batch) => {
        seen.push(...batch.records);
        batches.push(batch);
        return Promise.resolve();
      });
      return { seen, batches, subscription };
    };

    beforeAll(async () => {
      place = await start();
    }, 120_000);
    afterAll(() => place?.stop());
    beforeEach(async () => {
      stream = open();
      topic = `t-${randomUUID().slice(0, 8)}`;
      await stream.createTopics([{ name: topic, partitions: PARTITIONS }]);
    }, 30_000);
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      opened = [];
    }, 30_000);

    it('delivers key, value and headers byte for byte, and a value of nothing as nothing', async () => {
      const value = Buffer.from([0, 255, 10, 13, 92, 34, 128]);
      await stream.publish([
        { topic, key: 'ключ', value, headers: { ce_id: 'ü"\\n', empty: '' } },
        { topic, key: 'ключ', value: null, headers: {} },
      ]);
      const { seen } = member();
      await eventually(() => seen.length === 2);
      expect(seen[0]).toMatchObject({ topic, key: 'ключ', headers: { ce_id: 'ü"\\n', empty: '' }, offset: 0 });
      expect(seen[0]!.value!.equals(value)).toBe(true);
      expect(Math.abs(seen[0]!.timestampMs - Date.now())).toBeLessThan(60_000);
      expect(seen[1]).toMatchObject({ value: null, headers: {}, offset: 1 });
    });

    it('keeps the records of one key in one partition, in the order of publication', async () => {
      const sent = records(topic, 3_000, 20);
      await Promise.all(Array.from({ length: 30 }, (_, at) => stream.publish(sent.slice(at * 100, at * 100 + 100))));
      const { seen } = member();
      await eventually(() => seen.length === sent.length);
      for (let key = 0; key < 20; key += 1) {
        const ours = seen.filter((record) => record.key === `key-${key}`);
        expect(new Set(ours.map(({ partition }) => partition))).toEqual(
          new Set([partitionOf(`key-${key}`, PARTITIONS)]),
        );
        expect(ours.map(numberIn)).toEqual(sent.map((_, at) => at).filter((at) => at % 20 === key));
      }
    });

    it('gives every partition offsets without holes, also under several publishers', async () => {
      const other = open();
      await Promise.all([stream.publish(records(topic, 500)), other.publish(records(topic, 500))]);
      const { seen } = member();
      await eventually(() => seen.length === 1_000);
      for (const { partition, low, high } of await stream.topicOffsets(topic)) {
        const offsets = seen.filter((record) => record.partition === partition).map(({ offset }) => offset);
        expect(low).toBe(0);
        expect(offsets).toEqual(Array.from({ length: high }, (_, at) => at));
      }
    });

    it('gives everything to every group and each record to one member of a group', async () => {
      const first = member({ group: `${topic}-a` });
      const second = member({ group: `${topic}-a` }, open());
      const alone = member({ group: `${topic}-b` }, open());
      await eventually(
        () => first.subscription.assignment().length === 2 && second.subscription.assignment().length === 2,
      );
      await stream.publish(records(topic, 400));
      await eventually(() => first.seen.length + second.seen.length >= 400 && alone.seen.length === 400);
      await delay(100);
      expect([...first.seen, ...second.seen].map(numberIn).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 400 }, (_, at) => at),
      );
      expect(first.seen.length).toBeGreaterThan(0);
      expect(second.seen.length).toBeGreaterThan(0);
    });

    it('loses and doubles nothing while members come and go', async () => {
      const members = [member()];
      let published = 0;
      let going = true;
      const flow = (async () => {
        for (; going; published += 50) {
          const sent = records(topic, 50).map((record, at) => ({
            ...record,
            value: Buffer.from(String(published + at)),
          }));
          await stream.publish(sent);
        }
      })();
      await eventually(() => members[0]!.seen.length > 0);
      members.push(member({}, open()));
      await eventually(() => members[1]!.seen.length > 0);
      members.push(member({}, open()));
      await eventually(() => members[2]!.seen.length > 0);
      await members[0]!.subscription.stop();
      const before = members[1]!.seen.length;
      await eventually(() => members[1]!.seen.length > before);
      going = false;
      await flow;
      const seen = () => members.flatMap((one) => one.seen.map(numberIn));
      await eventually(() => new Set(seen()).size === published);
      expect(seen().length).toBe(published);
    }, 40_000);

    it('goes on where the group stopped', async () => {
      await stream.publish(records(topic, 100));
      const first = member();
      await eventually(() => first.seen.length === 100);
      await first.subscription.stop();
      await stream.publish(records(topic, 10).map((record) => ({ ...record, value: Buffer.from('new') })));
      const second = member({}, open());
      await eventually(() => second.seen.length >= 10);
      expect(second.seen.map(({ value }) => value!.toString())).toEqual(Array<string>(10).fill('new'));
    });

    it('begins at the end when asked to', async () => {
      await stream.publish(records(topic, 50));
      const late = member({ from: 'end' });
      await eventually(() => late.subscription.assignment().length === PARTITIONS);
      await delay(300);
      await stream.publish([{ topic, key: 'k', value: Buffer.from('after'), headers: {} }]);
      await eventually(() => late.seen.length > 0);
      expect(late.seen.map(({ value }) => value!.toString())).toEqual(['after']);
    });

    it('gives the same batch again to a handler that threw, and goes on after it', async () => {
      await stream.publish(records(topic, 5, 1));
      const offsets: number[] = [];
      const errors: unknown[] = [];
      stream.subscribe(
        { group: `${topic}-group`, topics: [topic], onError: (error) => errors.push(error) },
        (batch) => {
          offsets.push(...batch.records.map(({ offset }) => offset));
          return errors.length === 0 ? Promise.reject(new Error('poison')) : Promise.resolve();
        },
      );
      await eventually(() => offsets.length === 10);
      expect(offsets).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
      expect(errors.map(String)).toEqual(['Error: poison']);
    });

    it('delivers the rest of a postponed batch after its delay, and the other partitions meanwhile', async () => {
      const key = Array.from({ length: 20 }, (_, at) => `k${at}`).find((one) => partitionOf(one, PARTITIONS) === 1)!;
      const late = Array.from({ length: 4 }, () => ({ topic, key, value: Buffer.from('late'), headers: {} }));
      await stream.publish(late);
      const times: [number, number][] = [];
      let elsewhere = 0;
      let elsewhereAt = 0;
      stream.subscribe({ group: `${topic}-group`, topics: [topic] }, (batch) => {
        if (batch.partition !== 1) {
          elsewhere += batch.records.length;
          elsewhereAt = Date.now();
          return Promise.resolve();
        }
        const begun = times.length > 0;
        for (const { offset } of batch.records.slice(0, begun ? 10 : 2)) times.push([offset, Date.now()]);
        return Promise.resolve(begun ? undefined : { fromOffset: 2, afterMs: 1_500 });
      });
      await eventually(() => times.length === 2);
      const other = Array.from({ length: 20 }, (_, at) => `k${at}`).find((one) => partitionOf(one, PARTITIONS) === 2)!;
      await stream.publish([{ topic, key: other, value: null, headers: {} }]);
      await eventually(() => times.length === 4);
      expect(times.map(([offset]) => offset)).toEqual([0, 1, 2, 3]);
      expect(times[2]![1] - times[1]![1]).toBeGreaterThanOrEqual(1_450);
      expect(times[2]![1] - times[1]![1]).toBeLessThan(3_500);
      expect(elsewhere).toBe(1);
      expect(elsewhereAt).toBeLessThan(times[2]![1]);
    });

    it('replays from an offset', async () => {
      await stream.publish(records(topic, 20, 1));
      const partition = partitionOf('key-0', PARTITIONS);
      const { seen, subscription } = member();
      await eventually(() => seen.length === 20);
      subscription.seek(topic, partition, 15);
      await eventually(() => seen.length === 25);
      expect(seen.slice(20).map(({ offset }) => offset)).toEqual([15, 16, 17, 18, 19]);
      await subscription.stop();
      expect(() => subscription.seek(topic, partition, 0)).toThrow(/does not have partition/);
    });

    it('moves a stopped group to the beginning, the end, an offset or a time, and refuses to move a running one', async () => {
      await stream.publish(records(topic, 100));
      await delay(50);
      const middle = Date.now();
      await delay(50);
      await stream.publish(records(topic, 60));
      const group = `${topic}-group`;
      const first = member();
      await eventually(() => first.seen.length === 160);
      await expect(stream.resetOffsets(group, topic, 'beginning')).rejects.toMatchObject({ code: 'GROUP_RUNNING' });
      await first.subscription.stop();
      const lag = async () => (await stream.groupOffsets(group, [topic])).reduce((sum, one) => sum + one.lag, 0);
      expect(await lag()).toBe(0);
      await stream.resetOffsets(group, topic, 'beginning');
      expect(await lag()).toBe(160);
      await stream.resetOffsets(group, topic, 'end');
      expect(await lag()).toBe(0);
      await stream.resetOffsets(group, topic, { timestampMs: middle });
      expect(await lag()).toBe(60);
      await stream.resetOffsets(group, topic, { offset: 1 });
      expect((await stream.groupOffsets(group, [topic])).map(({ committed }) => committed)).toEqual([1, 1, 1, 1]);
      const again = member({}, open());
      await eventually(() => again.seen.length === 156);
    }, 60_000);

    it('says how far a group is behind, also before it has read anything', async () => {
      await stream.publish(records(topic, 30));
      const offsets = await stream.groupOffsets(`${topic}-group`, [topic]);
      expect(offsets.map(({ committed }) => committed)).toEqual([null, null, null, null]);
      expect(offsets.reduce((sum, { lag }) => sum + lag, 0)).toBe(30);
    });

    it('forgets a group that is not running', async () => {
      await stream.publish(records(topic, 10));
      const { seen, subscription } = member();
      await eventually(() => seen.length === 10);
      await expect(stream.deleteGroup(`${topic}-group`)).rejects.toMatchObject({ code: 'GROUP_RUNNING' });
      await subscription.stop();
      await stream.deleteGroup(`${topic}-group`);
      await stream.deleteGroup(`${topic}-never-was`);
      const offsets = await stream.groupOffsets(`${topic}-group`, [topic]);
      expect(offsets.map(({ committed }) => committed)).toEqual([null, null, null, null]);
    });

    it('delivers nothing while paused and everything after', async () => {
      const { seen, subscription } = member();
      await eventually(() => subscription.assignment().length === PARTITIONS);
      subscription.pause();
      await delay(300);
      await stream.publish(records(topic, 40));
      await delay(1_500);
      expect(seen.length).toBe(0);
      subscription.resume();
      await eventually(() => seen.length === 40);
    });

    it('drains on stop: the running batch is signalled, ends, and is committed', async () => {
      await stream.publish(records(topic, 10, 1));
      let begun = false;
      let told = false;
      const subscription = stream.subscribe(
        { group: `${topic}-group`, topics: [topic] },
        async ({ signal, records }) => {
          begun = true;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          told = true;
          await delay(100);
          return { fromOffset: records[0]!.offset + 4, afterMs: 0 };
        },
      );
      await eventually(() => begun);
      await subscription.stop();
      expect(told).toBe(true);
      const offsets = await open().groupOffsets(`${topic}-group`, [topic]);
      expect(offsets.find(({ committed }) => committed)?.committed).toBe(4);
    });

    it('handles as many partitions at a time as asked, and one batch of a partition at a time', async () => {
      await stream.publish(records(topic, 200, 40));
      const running = new Set<number>();
      let most = 0;
      let done = 0;
      stream.subscribe({ group: `${topic}-group`, topics: [topic], concurrency: 2, maxBatch: 10 }, async (batch) => {
        expect(batch.records.length).toBeLessThanOrEqual(10);
        expect(running.has(batch.partition)).toBe(false);
        running.add(batch.partition);
        most = Math.max(most, running.size);
        await delay(10);
        running.delete(batch.partition);
        done += batch.records.length;
      });
      await eventually(() => done === 200);
      expect(most).toBe(2);
    });

    it('makes a topic with the declared partitions once, and says so when it has others', async () => {
      await open().createTopics([{ name: topic, partitions: PARTITIONS }]);
      expect((await stream.topicOffsets(topic)).length).toBe(PARTITIONS);
      await expect(stream.createTopics([{ name: topic, partitions: 9 }])).rejects.toMatchObject({
        code: 'TOPIC_MISMATCH',
      });
    });

    it("lists every topic with what it keeps, and none of the broker's own", async () => {
      await stream.createTopics([{ name: `${topic}-empty`, partitions: 1 }]);
      await stream.publish(records(topic, 25));
      await member().subscription.stop();
      const topics = await open().listTopics();
      const ranges = await stream.topicOffsets(topic);
      expect(topics.find(({ name }) => name === topic)).toEqual({ name: topic, partitions: ranges, records: 25 });
      expect(topics.find(({ name }) => name === `${topic}-empty`)).toEqual({
        name: `${topic}-empty`,
        partitions: [{ partition: 0, low: 0, high: 0 }],
        records: 0,
      });
      const names = topics.map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('_'))).toEqual([]);
      expect(names).toEqual([...names].sort());
    });

    it('lists the groups of every process: what they read, where they stand, and whether they run', async () => {
      const other = `${topic}-other`;
      await stream.createTopics([{ name: other, partitions: 1 }]);
      await stream.publish(records(topic, 30));
      const group = `${topic}-group`;
      const { seen, subscription } = member({ topics: [topic, other] });
      await eventually(() => seen.length === 30);
      const watcher = open();
      const listing = async () => (await watcher.listGroups()).find((one) => one.group === group);
      expect(await listing()).toMatchObject({ group, topics: [topic, other], running: true });
      await subscription.stop();
      const stopped = (await listing())!;
      expect(stopped.running).toBe(false);
      expect(stopped.topics).toContain(topic);
      const ranges = await stream.topicOffsets(topic);
      expect(stopped.committed.filter((one) => one.topic === topic && one.offset > 0)).toEqual(
        ranges.filter(({ high }) => high > 0).map(({ partition, high }) => ({ topic, partition, offset: high })),
      );
      await stream.deleteGroup(group);
      expect(await listing()).toBeUndefined();
    });

    it('refuses what it cannot publish: an unknown topic, 2 MB, a closed stream', async () => {
      const record = records(topic, 1)[0]!;
      await expect(stream.publish([{ ...record, topic: 'no-such-topic' }])).rejects.toMatchObject({
        code: 'TOPIC_MISSING',
      });
      await expect(stream.publish([{ ...record, value: Buffer.alloc(2_000_000) }])).rejects.toMatchObject({
        code: 'EVENT_TOO_LARGE',
      });
      await stream.close();
      await expect(stream.publish([record])).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
      expect(stream.health().status).toBe('closed');
    });

    it('is ready once it has been used', async () => {
      await stream.publish(records(topic, 1));
      expect(stream.health().status).toBe('ready');
    });
  });
}
