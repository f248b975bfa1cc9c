import { randomUUID } from 'node:crypto';
import type { EventStream, ReceivedRecord } from '../event-stream';
import { deadLetterOf, revivedRecord, type DeadLetter } from './failed-record';
import { readTopic } from './read-topic';
import { RetryTopics } from './retry-topics';

export interface ReplayOutcome {
  readonly replayed: number;
  readonly left: number;
}

/** The dead letters of a group, oldest first. */
export async function listDeadLetters(
  stream: EventStream,
  group: string,
  options: { readonly limit?: number } = {},
): Promise<DeadLetter[]> {
  const { deadLetters } = new RetryTopics(group, [0]);
  const records: ReceivedRecord[] = [];
  const limit = options.limit ?? 1_000;
  const reader = `${group}.dead-letters.list-${randomUUID()}`;
  await readTopic(stream, { topic: deadLetters, group: reader }, (record) => {
    records.push(record);
    return Promise.resolve(records.length < limit);
  });
  await stream.deleteGroup(reader);
  return records.map(deadLetterOf);
}

/**
 * Sends dead letters back to their group, and to it alone, with a fresh count of attempts. What was replayed once is
 * not replayed again: the replay is a reader of the dead letters like any other, with its own offset.
 *
 * @param select which to send; the others stay listed, but count as seen
 */
export async function replayDeadLetters(
  stream: EventStream,
  group: string,
  select: (letter: DeadLetter) => boolean = () => true,
): Promise<ReplayOutcome> {
  const topics = new RetryTopics(group, [0]);
  let replayed = 0;
  let left = 0;
  await readTopic(stream, { topic: topics.deadLetters, group: `${group}.dead-letters.replay` }, async (record) => {
    // Without its value there is nothing to handle again.
    if (record.headers['lintel-value-omitted'] === 'true' || !select(deadLetterOf(record))) left += 1;
    else {
      await stream.publish([revivedRecord(topics.after(1)!, record)]);
      replayed += 1;
    }
    return true;
  });
  return { replayed, left };
}
