import { LintelError } from '@lintel/contracts';

export interface BatchingOptions {
  /** Rows that are run together. An item of more rows runs alone. Default: 64. */
  readonly maxBatchSize?: number;
  /**
   * How long an item waits for company while nothing runs. Default: 0, so that an idle queue answers at once; while
   * a batch runs, arrivals gather for the next one.
   */
  readonly maxWaitMs?: number;
  /** Rows that may wait; beyond it, items are turned away. Default: 1,024. */
  readonly queueLimit?: number;
  /** Milliseconds that only rise. Default: the clock of the process. */
  readonly now?: () => number;
}

/**
 * Fills in what is left open.
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

/** Nobody who waits for an answer waits this long for company. */
const MAX_WAIT_MS = 60_000;
