import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStream } from '../event-stream';
import { eventually } from './eventually';
import { type StreamPlace } from './event-stream-conformance';

export interface GrowingPlace extends StreamPlace {
  /** As an administrator does it, without Lintel's client. */
  addPartitions(topic: string, total: number): Promise<void>;
}

/** Conformance tests for topics that get more partitions, for every engine. */
export function describeAddedPartitions(engine: string, start: () => Promise<GrowingPlace>): void {
  describe(`added partitions on ${engine}`, () => {
    let place: GrowingPlace;
    let stream: EventStream;
    let topic: string;
    const read = (from: 'beginning' | 'end') => {
      const seen: string[] = [];
      const subscription = stream.subscribe({ group: `${topic}-${from}`, topics: [topic], from }, ({ records }) => {
        for (const { value } of records) seen.push(value!.toString());
        return Promise.resolve();
      });
      return { seen, subscription };
    };
    const send = (key: string | null, value: string) =>
      stream.publish([{ topic, key, value: Buffer.from(value), headers: {} }]);

    beforeAll(async () => {
      place = await start();
      stream = place.open();
      topic = `t-${randomUUID().slice(0, 8)}`;
      await stream.createTopics([{ name: topic, partitions: 1 }]);
    }, 120_000);
    afterAll(async () => {
      await stream?.close();
      await place?.stop();
    });

    it('are written and read without a restart, and each of their records reaches the readers that began at the end', async () => {
      const everything = read('beginning');
      const live = read('end');
      await send('k', 'before');
      await eventually(() => live.subscription.assignment().length === 1 && everything.seen.length === 1);
      await delay(500);
      live.seen.length = 0;
      await place.addPartitions(topic, 3);

      // Another publisher uses them at once, before any reader does.
      const sent = Array.from({ length: 6 }, (_, at) => `early ${at}`);
      const early = place.open();
      await early.publish(sent.map((value) => ({ topic, key: null, value: Buffer.from(value), headers: {} })));
      const growthSeen = (await early.topicOffsets(topic)).map(({ high }) => high);
      await early.close();
      const used = async () =>
        (await stream.topicOffsets(topic)).filter(({ high }, partition) => high > growthSeen[partition]!).length;
      await eventually(async () => {
        sent.push(`after ${sent.length}`);
        await send(null, sent.at(-1)!);
        await delay(100);
        return (await used()) === 3;
      }, 40_000);
      await eventually(() => everything.seen.length === sent.length + 1, 40_000);
      await eventually(() => live.seen.length === sent.length, 40_000);
      expect(everything.seen.sort()).toEqual(['before', ...sent].sort());
      expect(live.seen.sort()).toEqual(sent.sort());
      expect(live.subscription.assignment()).toHaveLength(3);
    }, 120_000);

    it('are a warning where the contract declares fewer, and an error where it declares more', async () => {
      const warnings = await stream.createTopics([{ name: topic, partitions: 1 }]);
      expect(warnings).toMatchObject([{ code: 'TOPIC_MISMATCH', received: '3' }]);
      expect(warnings[0]!.message).toMatch(/more partitions than declared/);
      expect(await stream.createTopics([{ name: topic, partitions: 3 }])).toEqual([]);
      await expect(stream.createTopics([{ name: topic, partitions: 4 }])).rejects.toMatchObject({
        code: 'TOPIC_MISMATCH',
      });
    });
  });
}
