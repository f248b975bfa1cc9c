import type { EventStream, ReceivedRecord } from '../event-stream';

/**
 * Reads a topic from where the group stands to where the topic ends at the call, then stops.
 * @param visit returns false to stop after this record
 */
export async function readTopic(
  stream: EventStream,
  { topic, group }: { readonly topic: string; readonly group: string },
  visit: (record: ReceivedRecord) => Promise<boolean>,
): Promise<void> {
  const start = await stream.groupOffsets(group, [topic]);
  const open = new Map(start.filter(({ lag }) => lag > 0).map(({ partition, high }) => [partition, high]));
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
        for (const record of records) {
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
