/** Quantiles over the latest values: exact, in constant memory. */
export class RecentQuantiles {
  private readonly values: Float64Array;
  private added = 0;

  /** @param kept number of latest values to keep */
  constructor(kept = 1_024) {
    this.values = new Float64Array(kept);
  }

  add(value: number): void {
    this.values[this.added++ % this.values.length] = value;
  }

  /**
   * The nearest-rank quantile (Hyndman & Fan 1996, definition 1): always one of the values.
   * @param share in (0, 1]
   * @returns null if there are no values
   */
  quantile(share: number): number | null {
    const sorted = this.values.slice(0, this.added).sort();
    return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  }
}
