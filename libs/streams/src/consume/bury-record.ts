import { LintelError } from '@lintel/contracts';
import type { EventStream, StreamRecord } from '../event-stream';
import { MAX_RECORD_BYTES } from '../record-size';
import { cutLetter } from './letter-cut';
import type { RetryTopics } from './retry-topics';

/** Sizes of a dead letter to try, bytes: a cluster may allow less than the usual 1 MiB, and does not say how much. */
const SIZES = [MAX_RECORD_BYTES, 100_000, 10_000, 0];

/**
 * Publishes to the group's own topics, and recreates them if they were deleted.
 * @throws LintelError STREAM_UNAVAILABLE, and the engine's error for a record that it refuses
 */
export async function publishOwn(stream: EventStream, topics: RetryTopics, record: StreamRecord): Promise<void> {
  try {
    await stream.publish([record]);
  } catch (error) {
    if (!(error instanceof LintelError) || error.code !== 'TOPIC_MISSING') throw error;
    await stream.createTopics(topics.declarations());
    await stream.publish([record]);
  }
}

/**
 * Publishes a dead letter, as much of it as the engine accepts: a record must not block its partition because its dead
 * letter is refused.
 * @throws LintelError STREAM_UNAVAILABLE or STREAM_CLOSED, and the engine's error if it refuses even an empty dead
 *   letter
 */
export async function buryRecord(stream: EventStream, topics: RetryTopics, letter: StreamRecord): Promise<void> {
  for (const size of SIZES) {
    try {
      return await publishOwn(stream, topics, cutLetter(letter, size));
    } catch (error) {
      const isAway = error instanceof LintelError && /^STREAM_/.test(error.code);
      if (isAway || size === SIZES.at(-1)) throw error;
    }
  }
}
