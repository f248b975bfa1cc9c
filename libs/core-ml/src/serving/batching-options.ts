import { LintelError } from '@lintel/contracts';

export interface BatchingOptions {
  /** Maximum rows per batch. An item with more rows runs alone. Default: 64. */
  readonly maxBatchSize?: number;
  /**
   * How long an item waits for others while no batch runs. Default: 0, so that an idle queue starts at once. While a
   * batch runs, new items are collected for the next one.
   */
  readonly maxWaitMs?: number;
  /** Maximum waiting rows; further items are rejected. Default: 1,024. */
  readonly queueLimit?: number;
  /** A monotonic clock in milliseconds. Default: the clock of the process. */
  readonly now?: () => number;
}

/**
 * Fills in the defaults.
 * @throws LintelError INVALID_CONFIGURATION
 */
export function completeBatchingOptions({
  maxBatchSize = 64,
  maxWaitMs = 0,
  queueLimit = 1_024,
  now = () => performance.now(),
}: BatchingOptions): Required<BatchingOptions> {
  const counts = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!counts(maxBatchSize) || !counts(queueLimit) || !(maxWaitMs >= 0 && maxWaitMs <= MAX_WAIT_MS)) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'The batching of a model is configured wrongly.',
      expected: `maxBatchSize and queueLimit of at least 1, maxWaitMs from 0 to ${MAX_WAIT_MS}`,
      received: `maxBatchSize ${maxBatchSize}, queueLimit ${queueLimit}, maxWaitMs ${maxWaitMs}`,
      cure: 'Correct the numbers.',
    });
  }
  return { maxBatchSize, maxWaitMs, queueLimit, now };
}

/** Upper limit of `maxWaitMs`: no caller waits this long for others. */
const MAX_WAIT_MS = 60_000;
