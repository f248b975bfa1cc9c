/** How long a count is cached, milliseconds. Added partitions are used after this time. */
export const PARTITIONS_TRUSTED_MS = 10_000;

interface Known {
  readonly count: number;
  askedAt: number;
}

/**
 * The number of partitions of each topic, which publishing needs for every record. An expired count is still used while
 * the next one is fetched, so that publishing never waits for it.
 */
export class PartitionCounts {
  private readonly known = new Map<string, Known>();

  /** @param ask rejects if the topic does not exist; the count is then removed */
  constructor(
    private readonly ask: (topic: string) => Promise<number>,
    private readonly now: () => number = Date.now,
  ) {}

  async of(topic: string): Promise<number> {
    const known = this.known.get(topic);
    if (known === undefined) return this.refresh(topic);
    if (this.now() - known.askedAt > PARTITIONS_TRUSTED_MS) {
      known.askedAt = this.now();
      void this.refresh(topic).catch(() => this.known.delete(topic));
    }
    return known.count;
  }

  set(topic: string, count: number): void {
    this.known.set(topic, { count, askedAt: this.now() });
  }

  private async refresh(topic: string): Promise<number> {
    const count = await this.ask(topic);
    this.set(topic, count);
    return count;
  }
}
