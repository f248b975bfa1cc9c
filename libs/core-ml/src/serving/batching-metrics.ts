import { Histogram, type HistogramSnapshot } from './histogram';

/**
 * Why a batch went: it was full; its oldest item had waited (`maxWaitMs`, or behind another batch); nothing else
 * was under way; the queue was being drained.
 */
export type ReleaseReason = 'full' | 'waited' | 'idle' | 'drained';

export interface BatchingMetrics {
  readonly releases: Readonly<Record<ReleaseReason, number>>;
  readonly batches: number;
  /** Rows that were given to the model. */
  readonly rows: number;
  /** Items turned away because the queue was full. */
  readonly rejected: number;
  /** Items whose caller went before the answer. */
  readonly cancelled: number;
  /** Items whose batch failed. */
  readonly failed: number;
  /** Rows that wait now. */
  readonly waitingRows: number;
  /** How long the oldest item has waited by now; 0 where none waits. */
  readonly oldestWaitMs: number;
  /** From arrival to release, an item. */
  readonly waitMs: HistogramSnapshot;
  /** A batch. */
  readonly runMs: HistogramSnapshot;
  readonly batchRows: HistogramSnapshot;
}

const MILLISECONDS = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];
const ROWS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** What a queue counts, from its first item on. */
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
