/** Work that nobody waits for. */
export interface ShadowJob {
  readonly examples: number;
  /** What it holds in memory while it waits. */
  readonly bytes: number;
  /** @param quiet awaited before every piece: true when no answer is under way, false when all is to be left */
  readonly run: (quiet: () => Promise<boolean>) => Promise<void>;
}

export interface ShadowLimits {
  /** Examples that may wait. Default: 256. */
  readonly maxExamples?: number;
  /** Bytes that may wait. Default: 64 MiB. */
  readonly maxBytes?: number;
}

/** Does jobs one after the other while nothing more important is under way, and drops what it can't keep up with. */
export class ShadowWork {
  private readonly jobs: ShadowJob[] = [];
  private readonly limits: Required<ShadowLimits>;
  private examples = 0;
  private bytes = 0;
  private working = false;
  private stopped = false;
  private wakeUp: () => void = () => undefined;

  /** @param isBusy whether answers are under way; `wake` is called when they no longer are */
  constructor(
    private readonly isBusy: () => boolean,
    { maxExamples = 256, maxBytes = 64 * 2 ** 20 }: ShadowLimits = {},
  ) {
    this.limits = { maxExamples, maxBytes };
  }

  /** Examples that wait or are at work. */
  get waitingExamples(): number {
    return this.examples;
  }

  accepts(examples: number, bytes: number): boolean {
    const { maxExamples, maxBytes } = this.limits;
    return !this.stopped && this.examples + examples <= maxExamples && this.bytes + bytes <= maxBytes;
  }

  /** @param job one that is accepted */
  add(job: ShadowJob): void {
    this.jobs.push(job);
    this.examples += job.examples;
    this.bytes += job.bytes;
    if (!this.working) void this.work();
  }

  wake(): void {
    this.wakeUp();
  }

  /** Forgets what waits. A job at work ends with its piece of now. */
  stop(): void {
    this.stopped = true;
    for (const job of this.jobs.splice(0)) this.forget(job);
    this.wakeUp();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) {
      // A job answers for its own failures; one that doesn't must not end the others.
      await job.run(() => this.quiet()).catch(() => undefined);
      this.forget(job);
    }
    this.working = false;
  }

  private forget({ examples, bytes }: ShadowJob): void {
    this.examples -= examples;
    this.bytes -= bytes;
  }

  private async quiet(): Promise<boolean> {
    do {
      // Requests that have come in this turn of the event loop go first.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isBusy() && !this.stopped) await new Promise<void>((resolve) => (this.wakeUp = resolve));
    } while (this.isBusy() && !this.stopped);
    return !this.stopped;
  }
}
