import type { JobKind } from '@lintel/contracts';
import { ChangeListener } from '@lintel/streams';
import { JobLeases } from './job-leases';
import type { JobQueue } from './job-queue';
import { JOBS_CHANNEL } from './job-row';
import { queueOf } from './job-transitions';
import { RunningAttempt, type RunJob } from './running-attempt';

export interface JobWorkerOptions {
  readonly queue: JobQueue;
  readonly vertical: string;
  readonly kinds: readonly JobKind[];
  /** Maximum number of concurrent jobs per kind. Default: 1. */
  readonly concurrency?: Partial<Readonly<Record<JobKind, number>>>;
  /** Name of the worker shown to people. */
  readonly workerName: string;
  /** How long after the last sign of life of a trainer its job passes to another one. Default: 15,000. */
  readonly leaseMs?: number;
  /** Polling interval in case notifications are missed. Default: 1,000. */
  readonly pollMs?: number;
  /** Delay before the second attempt; each later delay is four times as long. Default: 5,000. */
  readonly firstRetryMs?: number;
  readonly run: RunJob;
  readonly onError?: (error: unknown) => void;
}

const STOP_WITHIN_MS = 8_000;

/**
 * Takes the jobs of its vertical and runs them. Any number of workers may run; each job is leased to one worker at a
 * time, and passes to another if that one is lost.
 */
export class JobWorker {
  private readonly leases: JobLeases;
  private readonly changes: ChangeListener;
  private readonly running = new Map<RunningAttempt, JobKind>();
  private readonly leaseMs: number;
  private loop: Promise<void> | undefined;
  private stopped = false;
  private wake: () => void = () => undefined;
  private sweepAt = 0;

  constructor(private readonly options: JobWorkerOptions) {
    this.leaseMs = options.leaseMs ?? 15_000;
    this.leases = new JobLeases(options.queue, options.workerName, this.leaseMs);
    this.changes = new ChangeListener(options.queue.url, JOBS_CHANNEL);
  }

  start(): void {
    if (this.loop !== undefined) return;
    this.changes.listen(() => this.wake());
    this.loop = this.work();
  }

  /** Returns its jobs to the queue for other workers. */
  async stop({ withinMs = STOP_WITHIN_MS }: { readonly withinMs?: number } = {}): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await Promise.all([...this.running.keys()].map((attempt) => attempt.stop(withinMs)));
    await this.changes.close();
  }

  private async work(): Promise<void> {
    let made = false;
    while (!this.stopped) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      try {
        if (!made) await this.makeQueues();
        made = true;
        await this.turn();
      } catch (error) {
        this.onError(error);
      }
      // The polling timer keeps the process alive, like a server's socket.
      let poll: NodeJS.Timeout | undefined;
      await Promise.race([woken, new Promise((resolve) => (poll = setTimeout(resolve, this.options.pollMs ?? 1_000)))]);
      clearTimeout(poll);
    }
  }

  private async makeQueues(): Promise<void> {
    const { queue, vertical, kinds } = this.options;
    for (const kind of kinds) await queue.messages.makeQueue(queueOf({ vertical, kind }));
  }

  private async turn(): Promise<void> {
    await Promise.all([...this.running.keys()].map((attempt) => attempt.ask()));
    if (Date.now() >= this.sweepAt) {
      this.sweepAt = Date.now() + this.leaseMs / 3;
      await this.leases.sweep();
    }
    for (const kind of this.options.kinds) while (this.isFree(kind) && (await this.begin(kind)));
  }

  private isFree(kind: JobKind): boolean {
    const busy = [...this.running.values()].filter((running) => running === kind).length;
    return !this.stopped && busy < (this.options.concurrency?.[kind] ?? 1);
  }

  /** @returns whether there was a job */
  private async begin(kind: JobKind): Promise<boolean> {
    const { queue, vertical, run, firstRetryMs = 5_000 } = this.options;
    const job = await this.leases.take(vertical, kind);
    if (job === undefined) return false;
    const { leases, leaseMs } = this;
    const onError = (error: unknown): void => this.onError(error);
    const attempt = new RunningAttempt({ queue, leases, job, leaseMs, firstRetryMs, run, onError });
    this.running.set(attempt, kind);
    void attempt.ended.then(() => {
      this.running.delete(attempt);
      this.wake();
    });
    return true;
  }

  private onError(error: unknown): void {
    this.options.onError?.(error);
  }
}
