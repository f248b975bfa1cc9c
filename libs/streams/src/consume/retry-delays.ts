import type { ReceivedRecord } from '../event-stream';
import type { RetryTopics } from './retry-topics';

/** Computes how long the records of retry topics have to wait for their next attempt. */
export class RetryDelays {
  /** By topic and partition: the first record, and when it is due. */
  private readonly fronts = new Map<string, { readonly offset: number; readonly dueAt: number }>();

  constructor(private readonly topics: RetryTopics) {}

  /**
   * Compares this machine's clock with the publisher's. Skewed clocks and forged timestamps change the wait by one
   * delay at most: a record that has waited here is not delayed again.
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
