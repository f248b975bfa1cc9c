import type { ReceivedRecord } from '../event-stream';
import type { RetryTopics } from './retry-topics';

/** How long the records of retry topics have to wait before their next attempt. */
export class RetryDelays {
  /** By topic and partition: the record at its front, and when it is due. */
  private readonly fronts = new Map<string, { readonly offset: number; readonly dueAt: number }>();

  constructor(private readonly topics: RetryTopics) {}

  /**
   * By this machine's clock against the publisher's. Skewed clocks, and timestamps that a stranger made up, shorten or
   * lengthen the wait by one delay at most: what has waited here is not asked for its timestamp again.
   * @returns milliseconds; 0 for a record of another topic
   */
  dueInMs({ topic, partition, offset, timestampMs }: ReceivedRecord, now = Date.now()): number {
    const delayMs = this.topics.delayMs(topic);
    if (delayMs === undefined) return 0;
    const place = `${topic} ${partition}`;
    const front = this.fronts.get(place);
    if (front?.offset === offset) return Math.max(0, front.dueAt - now);
    const waitMs = Math.min(delayMs, Math.max(0, Math.ceil(timestampMs + delayMs - now)));
    if (waitMs > 0) this.fronts.set(place, { offset, dueAt: now + waitMs });
    return waitMs;
  }
}
