import { LintelError } from '@lintel/contracts';
import type { ReceivedRecord } from '../../event-stream';
import type { MessageMarks, UnreadableBatch } from './record-batches';

/** Fetches of a batch that cannot be read before it is given up: another replica, or a repaired disk, may have it whole. */
const FETCHES = 3;

/** Counts how often the batches that cannot be read were fetched. */
export class UnreadableRetries {
  /** By topic and partition; the offset of the batch that is tried. */
  private readonly tried = new Map<string, { readonly offset: number; readonly fetches: number }>();

  /** @returns the first record that is to be fetched again instead of being delivered */
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

/** @param message of which the record was made; where it is the stand-in for a batch, the record carries the error */
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
