import { LintelError } from '@lintel/contracts';
import { eventTooLarge, MAX_EVENT_BYTES } from './event-encoding';
import type { StreamRecord } from './event-stream';

export interface PlacedRecord extends StreamRecord {
  readonly partition: number;
}

interface Request {
  open: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Over its value and headers, what the key and the framing of a record may take. */
const OVERHEAD_BYTES = 512;
/** A broker takes 1 MiB for the records of one partition in one request. */
const MAX_PARTITION_BYTES = 1_000_000;
const MAX_RECORDS = 5_000;

/**
 * Sends one request at a time; what is published meanwhile travels in the next one. So a lone record leaves at
 * once, a flood leaves in large requests, and the order of publication holds.
 */
export class PublishQueue {
  private queue: { record: PlacedRecord; request: Request }[] = [];
  private sending: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly send: (records: readonly PlacedRecord[]) => Promise<void>) {}

  /** @throws LintelError EVENT_TOO_LARGE, STREAM_CLOSED, and what `send` throws */
  async add(records: readonly PlacedRecord[]): Promise<void> {
    if (records.length === 0) return;
    if (this.closed) throw streamClosed();
    for (const { value, headers, topic } of records) {
      if ((value?.length ?? 0) > MAX_EVENT_BYTES) throw eventTooLarge(headers['ce_type'] ?? topic, value?.length ?? 0);
    }
    return new Promise((resolve, reject) => {
      const request = { open: records.length, resolve, reject };
      for (const record of records) this.queue.push({ record, request });
      this.sending ??= this.drain();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.sending;
  }

  private async drain(): Promise<void> {
    // What the same turn of the event loop publishes goes out together.
    await Promise.resolve();
    while (this.queue.length > 0) await this.sendNext(this.take());
    this.sending = undefined;
  }

  private async sendNext(batch: PublishQueue['queue']): Promise<void> {
    try {
      await this.send(batch.map(({ record }) => record));
    } catch (error) {
      const requests = new Set(batch.map(({ request }) => request));
      if (requests.size === 1 || (error instanceof LintelError && error.retryable)) {
        for (const request of requests) request.reject(error);
        return;
      }
      // One bad request must not fail those that happened to travel with it.
      for (const request of requests) await this.sendNext(batch.filter((item) => item.request === request));
      return;
    }
    for (const { request } of batch) if ((request.open -= 1) === 0) request.resolve();
  }

  private take(): PublishQueue['queue'] {
    const bytes = new Map<string, number>();
    let count = 0;
    for (; count < Math.min(this.queue.length, MAX_RECORDS); count += 1) {
      const { record } = this.queue[count]!;
      const place = `${record.topic} ${record.partition}`;
      const total = (bytes.get(place) ?? 0) + (record.value?.length ?? 0) + headerBytes(record) + OVERHEAD_BYTES;
      if (total > MAX_PARTITION_BYTES && bytes.has(place)) break;
      bytes.set(place, total);
    }
    return this.queue.splice(0, count);
  }
}

/** Those of a dead letter hold a stack, and take more than many a value. */
function headerBytes({ headers }: StreamRecord): number {
  let bytes = 0;
  for (const name in headers) {
    const text = headers[name]!;
    // Short ones cannot be far off; asking for their bytes would cost more than they weigh.
    bytes += name.length + (text.length > 128 ? Buffer.byteLength(text) : text.length);
  }
  return bytes;
}

export function streamClosed(): LintelError {
  return new LintelError('STREAM_CLOSED', {
    problem: 'The event stream was closed.',
    cure: 'Open a new one, or publish before the service stops.',
  });
}
