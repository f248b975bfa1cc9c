export interface HistogramSnapshot {
  /** Upper bounds (inclusive) of the buckets, rising. */
  readonly bounds: readonly number[];
  /** Values in each bucket; the last one, beyond the bounds, makes it one longer than `bounds`. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** Counts values into fixed buckets: constant memory however long a process serves. */
export class Histogram {
  private readonly counts: number[];
  private sum = 0;

  /** @param bounds upper bounds (inclusive) of the buckets, rising */
  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  add(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > this.bounds[bucket]!) bucket++;
    this.counts[bucket]!++;
    this.sum += value;
  }

  snapshot(): HistogramSnapshot {
    const count = this.counts.reduce((total, inBucket) => total + inBucket, 0);
    return { bounds: this.bounds, counts: [...this.counts], count, sum: this.sum };
  }
}
