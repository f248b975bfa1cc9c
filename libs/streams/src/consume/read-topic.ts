import { randomUUID } from 'node:crypto';
import type { EventStream, ReceivedRecord } from '../event-stream';

/**
 * Reads a topic from the group's offset to the end of the topic at the time of the call.
 * @param from the first offset to visit, in every partition. Default: the group's offset
 * @param visit returns false to stop after this record
 */
export async function readTopic(
  stream: EventStream,
  { topic, group, from = 0 }: { readonly topic: string; readonly group: string; readonly from?: number },
  visit: (record: ReceivedRecord) => Promise<boolean>,
): Promise<void> {
  const start = await stream.groupOffsets(group, [topic]);
  const open = new Map(
    start.filter(({ lag, high }) => lag > 0 && high > from).map(({ partition, high }) => [partition, high]),
  );
  if (open.size === 0) return;
  await new Promise<void>((resolve, reject) => {
    const subscription = stream.subscribe(
      {
        group,
        topics: [topic],
        concurrency: 1,
        onError: (error) => void finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
      },
      async ({ partition, records }) => {
        const end = open.get(partition) ?? 0;
        const first = records[0]!.offset;
        if (records.at(-1)!.offset < from && first < end && !finished) {
          subscription.seek(topic, partition, from);
          return { fromOffset: first, afterMs: 0 };
        }
        for (const record of records.filter(({ offset }) => offset >= from)) {
          if (finished || record.offset >= end) return { fromOffset: record.offset, afterMs: 60_000 };
          const goOn = await visit(record);
          if (record.offset + 1 >= end) open.delete(partition);
          if (!goOn || open.size === 0) {
            void finish(resolve);
            return { fromOffset: record.offset + 1, afterMs: 60_000 };
          }
        }
        return undefined;
      },
    );
    let finished = false;
    const finish = async (then: () => void): Promise<void> => {
      if (finished) return;
      finished = true;
      await subscription.stop();
      then();
    };
  });
}

/**
 * Reads a topic of dead letters or marks from an offset to its end, with a temporary group that is deleted afterwards.
 * @param group owner of the topic; part of the reader's name
 */
export async function lookThrough(
  stream: EventStream,
  { topic, group, from }: { readonly topic: string; readonly group: string; readonly from: number },
  visit: (record: ReceivedRecord) => boolean | Promise<boolean>,
): Promise<void> {
  const reader = `${group}.dead-letters.list-${randomUUID()}`;
  try {
    await readTopic(stream, { topic, group: reader, from }, async (record) => visit(record));
  } finally {
    // An earlier error is more important than a leftover group.
    await stream.deleteGroup(reader).catch(() => undefined);
  }
}
