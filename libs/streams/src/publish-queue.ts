import { LintelError } from '@lintel/contracts';
import { eventTooLarge, MAX_EVENT_BYTES } from './event-encoding';
import type { StreamRecord } from './event-stream';
import { MAX_RECORD_BYTES, RECORD_OVERHEAD_BYTES, recordBytes } from './record-size';
import { excerpt, isStorableText } from './storable-text';

export interface PlacedRecord extends StreamRecord {
  readonly partition: number;
}

interface Request {
  open: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A broker accepts 1 MiB for the records of one partition in one request. */
const MAX_PARTITION_BYTES = 1_000_000;
const MAX_RECORDS = 5_000;

/**
 * Sends one request at a time; records published meanwhile go into the next one. So a single record is sent at once,
 * many records are sent in large requests, and the order of publication is kept.
 */
export class PublishQueue {
  private queue: { record: PlacedRecord; request: Request }[] = [];
  private sending: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly send: (records: readonly PlacedRecord[]) => Promise<void>) {}

  /** @throws LintelError EVENT_TOO_LARGE, EVENT_INVALID, STREAM_CLOSED, and what `send` throws */
  async add(records: readonly PlacedRecord[]): Promise<void> {
    if (records.length === 0) return;
    if (this.closed) throw streamClosed();
    for (const record of records) requirePublishable(record);
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
    // Records published in the same turn of the event loop are sent together.
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
      // One bad request must not fail the requests sent along with it.
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
      const total = (bytes.get(place) ?? 0) + recordBytes(record) + RECORD_OVERHEAD_BYTES;
      if (total > MAX_PARTITION_BYTES && bytes.has(place)) break;
      bytes.set(place, total);
    }
    return this.queue.splice(0, count);
  }
}

/** Both engines refuse the same texts: a text that only one of them can store would be lost or changed in the other. */
function requirePublishable(record: StreamRecord): void {
  const { topic, key, value, headers } = record;
  const name = excerpt(headers['ce_type'] ?? topic);
  const valueBytes = value?.length ?? 0;
  if (valueBytes > MAX_EVENT_BYTES) throw eventTooLarge(name, valueBytes);
  const bytes = recordBytes(record);
  if (bytes > MAX_RECORD_BYTES) throw eventTooLarge(name, bytes);
  if (key !== null && !isStorableText(key)) throw unstorable(name, 'its key');
  for (const header in headers) {
    if (!isStorableText(header) || !isStorableText(headers[header]!))
      throw unstorable(name, `its header ${excerpt(header)}`);
  }
}

function unstorable(name: string, part: string): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: `An event "${name}" cannot be published as it is.`,
    expected: 'a key and headers of whole characters, without U+0000',
    received: `U+0000 or half of a surrogate pair in ${part}`,
    cure: 'Leave these characters out, or encode the bytes as base64.',
  });
}

export function streamClosed(): LintelError {
  return new LintelError('STREAM_CLOSED', {
    problem: 'The event stream was closed.',
    cure: 'Open a new one, or publish before the service stops.',
  });
}
