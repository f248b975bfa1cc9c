/** Background work whose result no caller waits for. */
export interface ShadowJob {
  readonly examples: number;
  /** Bytes that it holds in memory while it waits. */
  readonly bytes: number;
  /**
   * @param quiet awaited before every piece: resolves to true when no request is in progress, false when the work must
   *   stop
   */
  readonly run: (quiet: () => Promise<boolean>) => Promise<void>;
}

export interface ShadowLimits {
  /** Maximum waiting examples. Default: 256. */
  readonly maxExamples?: number;
  /** Maximum waiting bytes. Default: 64 MiB. */
  readonly maxBytes?: number;
}

/** Runs jobs one after another while no request is in progress, and drops jobs that it can't keep up with. */
export class ShadowWork {
  private readonly jobs: ShadowJob[] = [];
  private readonly limits: Required<ShadowLimits>;
  private examples = 0;
  private bytes = 0;
  private working = false;
  private stopped = false;
  private wakeUp: () => void = () => undefined;

  /** @param isBusy whether requests are in progress; `wake` is called when none is any more */
  constructor(
    private readonly isBusy: () => boolean,
    { maxExamples = 256, maxBytes = 64 * 2 ** 20 }: ShadowLimits = {},
  ) {
    this.limits = { maxExamples, maxBytes };
  }

  /** Examples that are waiting or being processed. */
  get waitingExamples(): number {
    return this.examples;
  }

  accepts(examples: number, bytes: number): boolean {
    const { maxExamples, maxBytes } = this.limits;
    return !this.stopped && this.examples + examples <= maxExamples && this.bytes + bytes <= maxBytes;
  }

  /** @param job a job that was accepted */
  add(job: ShadowJob): void {
    this.jobs.push(job);
    this.examples += job.examples;
    this.bytes += job.bytes;
    if (!this.working) void this.work();
  }

  wake(): void {
    this.wakeUp();
  }

  /** Drops the waiting jobs. A running job ends after its current piece. */
  stop(): void {
    this.stopped = true;
    for (const job of this.jobs.splice(0)) this.forget(job);
    this.wakeUp();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) {
      // Jobs handle their failures; one that does not must not stop the others.
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
      // Requests that arrived in this turn of the event loop go first.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isBusy() && !this.stopped) await new Promise<void>((resolve) => (this.wakeUp = resolve));
    } while (this.isBusy() && !this.stopped);
    return !this.stopped;
  }
}
