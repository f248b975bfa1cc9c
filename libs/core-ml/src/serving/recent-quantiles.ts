/** Quantiles over the latest values: exact, in constant memory. */
export class RecentQuantiles {
  private readonly values: Float64Array;
  private added = 0;

  /** @param kept how many of the latest values count */
  constructor(kept = 1_024) {
    this.values = new Float64Array(kept);
  }

  add(value: number): void {
    this.values[this.added++ % this.values.length] = value;
  }

  /**
   * The nearest-rank quantile (Hyndman & Fan 1996, definition 1): a value that was seen.
   * @param share in (0, 1]
   * @returns null where there is no value
   */
  quantile(share: number): number | null {
    const sorted = this.values.slice(0, this.added).sort();
    return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  }
}
