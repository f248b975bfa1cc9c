export interface HistogramSnapshot {
  /** Upper bounds (inclusive) of the buckets, ascending. */
  readonly bounds: readonly number[];
  /** Values in each bucket. The last bucket is for values above all bounds, so there is one more than `bounds`. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** Counts values in fixed buckets, with constant memory use. */
export class Histogram {
  private readonly counts: number[];
  private sum = 0;

  /** @param bounds upper bounds (inclusive) of the buckets, ascending */
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
