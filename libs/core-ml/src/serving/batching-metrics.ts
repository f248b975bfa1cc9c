import { Histogram, type HistogramSnapshot } from './histogram';

/**
 * Why a batch was released: it was full; its oldest item had waited (`maxWaitMs`, or behind another batch); nothing
 * else was running; the queue was being drained.
 */
export type ReleaseReason = 'full' | 'waited' | 'idle' | 'drained';

export interface BatchingMetrics {
  readonly releases: Readonly<Record<ReleaseReason, number>>;
  readonly batches: number;
  /** Rows that the model has processed. */
  readonly rows: number;
  /** Items rejected because the queue was full. */
  readonly rejected: number;
  /** Items whose caller cancelled before the result. */
  readonly cancelled: number;
  /** Items whose batch failed. */
  readonly failed: number;
  /** Rows that are waiting now. */
  readonly waitingRows: number;
  /** Current wait of the oldest item; 0 if the queue is empty. */
  readonly oldestWaitMs: number;
  /** Time from arrival to release, per item. */
  readonly waitMs: HistogramSnapshot;
  /** Run time, per batch. */
  readonly runMs: HistogramSnapshot;
  readonly batchRows: HistogramSnapshot;
}

const MILLISECONDS = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];
const ROWS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** The counters of a queue since its first item. */
export class BatchingCounters {
  readonly releases: Record<ReleaseReason, number> = { full: 0, waited: 0, idle: 0, drained: 0 };
  rows = 0;
  rejected = 0;
  cancelled = 0;
  failed = 0;
  readonly waitMs = new Histogram(MILLISECONDS);
  readonly runMs = new Histogram(MILLISECONDS);
  readonly batchRows = new Histogram(ROWS);

  released(reason: ReleaseReason, rows: number): void {
    this.releases[reason]++;
    this.rows += rows;
    this.batchRows.add(rows);
  }

  snapshot(now: Pick<BatchingMetrics, 'waitingRows' | 'oldestWaitMs'>): BatchingMetrics {
    const { full, waited, idle, drained } = this.releases;
    return {
      releases: { ...this.releases },
      batches: full + waited + idle + drained,
      rows: this.rows,
      rejected: this.rejected,
      cancelled: this.cancelled,
      failed: this.failed,
      ...now,
      waitMs: this.waitMs.snapshot(),
      runMs: this.runMs.snapshot(),
      batchRows: this.batchRows.snapshot(),
    };
  }
}
