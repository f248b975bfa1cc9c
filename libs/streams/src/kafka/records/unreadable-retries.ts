import { LintelError } from '@lintel/contracts';
import type { ReceivedRecord } from '../../event-stream';
import type { MessageMarks, UnreadableBatch } from './record-batches';

/**
 * Number of fetches of an unreadable batch before it is skipped: another replica, or a repaired disk, may have it
 * intact.
 */
const FETCHES = 3;

/** Counts how often unreadable batches were fetched. */
export class UnreadableRetries {
  /** By topic and partition; the offset of the batch being retried. */
  private readonly tried = new Map<string, { readonly offset: number; readonly fetches: number }>();

  /** @returns the first record to fetch again instead of delivering it */
  toRetry(records: readonly ReceivedRecord[]): ReceivedRecord | undefined {
    for (const record of records) {
      if (record.unreadable === undefined) continue;
      const place = `${record.topic} ${record.partition}`;
      const tried = this.tried.get(place);
      const fetches = tried?.offset === record.offset ? tried.fetches + 1 : 1;
      this.tried.set(place, { offset: record.offset, fetches });
      if (fetches < FETCHES) return record;
    }
    return undefined;
  }
}

/** @param message the source of the record; if it is the placeholder for a batch, the record gets the error */
export function markUnreadable(record: ReceivedRecord, { unreadable }: MessageMarks): ReceivedRecord {
  return unreadable === undefined ? record : { ...record, unreadable: unreadableBatch(record, unreadable) };
}

function unreadableBatch(
  { topic, partition }: ReceivedRecord,
  { firstOffset, lastOffset, reason }: UnreadableBatch,
): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: `The records ${firstOffset} to ${lastOffset} of "${topic}", partition ${partition}, cannot be read.`,
    expected: 'whole record batches, compressed with gzip, snappy, lz4 or zstd or not at all',
    received: reason,
    cure: 'Publish these events again from their source: the bytes that the broker keeps are damaged.',
  });
}
