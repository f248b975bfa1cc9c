import { LintelError, type EpochResult, type Job, type JobProgress } from '@lintel/contracts';
import { ROOT_CONTEXT, SpanKind, type Span } from '@opentelemetry/api';
import { setTimeout as delay } from 'node:timers/promises';
import {
  failSpan,
  isDatabaseUnavailable,
  readTrace,
  runInSpan,
  type SpanOptions,
  type TraceCarrier,
  writeTrace,
} from '@lintel/streams';
import { JobAttemptWriter, type LogLevel } from './job-attempt-writer';
import type { JobLeases } from './job-leases';
import type { JobQueue } from './job-queue';
import type { TakenJob } from './job-row';
import { settleAttempt, type AttemptEnd, type JobOutcome } from './job-settlement';

/** The context of a running job. */
export interface JobContext {
  /**
   * Aborted when the work should end. Its reason is a LintelError: CANCELLED (the job was cancelled), JOB_ABANDONED
   * (the lease was lost, so another trainer has the job) or SERVICE_UNAVAILABLE (this trainer is stopping).
   */
  readonly signal: AbortSignal;
  /** Starts at 1. */
  readonly attempt: number;
  /** Cheap: written at most twice a second; the last report is always written. */
  readonly report: (progress: JobProgress) => void;
  /** Adds to the learning curve; an existing epoch is replaced, together with all later ones. */
  readonly epoch: (result: EpochResult) => void;
  readonly log: (level: LogLevel, text: string) => void;
  /** The span of the attempt in the trace of the request, for a process that continues it. */
  readonly trace?: TraceCarrier;
}

export type RunJob = (job: Job, context: JobContext) => Promise<JobOutcome>;

export interface RunningAttemptOptions {
  readonly queue: JobQueue;
  readonly leases: JobLeases;
  readonly job: TakenJob;
  readonly leaseMs: number;
  readonly firstRetryMs: number;
  readonly run: RunJob;
  readonly onError: (error: unknown) => void;
}

/** One attempt at a job, from the lease until its end is recorded. */
export class RunningAttempt {
  /** Resolves once the end is recorded or another trainer has the job. Never rejects. */
  readonly ended: Promise<void>;
  private readonly controller = new AbortController();
  private readonly writer: JobAttemptWriter;
  private readonly heartbeat: NodeJS.Timeout;
  private stopping = false;
  private worked = false;
  private renewing = false;
  /** True once the attempt is abandoned: nothing more is awaited or tried. */
  private left = false;
  private leave: () => void = () => undefined;

  constructor(private readonly options: RunningAttemptOptions) {
    const { queue, job, leaseMs, onError } = options;
    this.writer = new JobAttemptWriter(queue.database, job, onError);
    this.heartbeat = setInterval(() => void this.ask('renew'), leaseMs / 3);
    this.ended = runInSpan(`job ${job.kind}`, traced(job), (span) => this.live(span)).finally(() =>
      clearInterval(this.heartbeat),
    );
  }

  /** Checks that the job is still leased to this trainer and not cancelled; aborts the work otherwise. */
  async ask(how: 'look' | 'renew' = 'look'): Promise<void> {
    const { leases, job, onError } = this.options;
    if (how === 'renew') {
      // A renewal waits while the end is being recorded; another one would only wait too.
      if (this.renewing) return;
      this.renewing = true;
    }
    try {
      const status = await leases[how](job);
      if (status === undefined) this.abort(leaseLost(job));
      else if (status === 'cancelling') this.abort(cancelled(job));
    } catch (error) {
      // While the database is unreachable no other trainer can take the job; ownership is checked afterwards.
      onError(error);
    } finally {
      if (how === 'renew') this.renewing = false;
    }
  }

  /** Stops the work and returns the job to the queue; work that does not end in time is abandoned. */
  async stop(withinMs: number): Promise<void> {
    this.stopping = true;
    this.abort(stopping(this.options.job));
    await Promise.race([this.ended, delay(withinMs, undefined, { ref: false })]);
    this.leave();
    // If the database is unreachable, the lease expires.
    await Promise.race([this.ended, delay(withinMs, undefined, { ref: false })]);
    this.left = true;
  }

  private abort(reason: LintelError): void {
    if (!this.worked && !this.controller.signal.aborted) this.controller.abort(reason);
  }

  private async live(span: Span): Promise<void> {
    const left = new Promise<AttemptEnd>((resolve) => (this.leave = () => resolve({ kind: 'put-back' })));
    const end = await Promise.race([this.work(), left]);
    this.worked = true;
    if (end.kind === 'failed') failSpan(span, end.error);
    // The events of the job's end belong to the same trace.
    await this.settle(end);
  }

  private async work(): Promise<AttemptEnd> {
    const { run, job } = this.options;
    const { turn: _turn, trace: _trace, ...plain } = job;
    try {
      const outcome = await run(plain, {
        signal: this.controller.signal,
        attempt: job.attempt,
        report: (progress) => this.writer.report(progress),
        epoch: (result) => this.writer.epoch(result),
        log: (level, text) => this.writer.log(level, text),
        trace: writeTrace(),
      });
      return { kind: 'done', outcome };
    } catch (error) {
      // An error during stopping is a consequence of stopping.
      return this.stopping ? { kind: 'put-back' } : { kind: 'failed', error };
    }
  }

  /** Retried until the database is reachable again: hours of work may depend on it. */
  private async settle(first: AttemptEnd): Promise<void> {
    const { queue, job, firstRetryMs, onError } = this.options;
    let end = first;
    for (let pauseMs = 100; !this.left; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      await this.writer.flush();
      try {
        await settleAttempt(queue, job, end, { firstRetryMs });
        return;
      } catch (error) {
        onError(error);
        if (isDatabaseUnavailable(error)) await delay(pauseMs, undefined, { ref: false });
        // The effects of the job could not be committed: the attempt has failed.
        else if (end.kind === 'done') end = { kind: 'failed', error };
        // The lease expires, and another trainer takes over.
        else return;
      }
    }
  }
}

function traced({ id, kind, modelName, attempt, trace }: TakenJob): SpanOptions {
  const attributes = {
    'lintel.job.id': id,
    'lintel.job.kind': kind,
    'lintel.job.attempt': attempt,
    'lintel.model': modelName,
  };
  return { kind: SpanKind.CONSUMER, parent: trace === null ? ROOT_CONTEXT : readTrace(trace), attributes };
}

const cancelled = ({ id }: Job): LintelError =>
  new LintelError('CANCELLED', {
    problem: `The job ${id} was cancelled.`,
    cure: 'Run it again if that was a mistake.',
  });

const leaseLost = ({ id }: Job): LintelError =>
  new LintelError('JOB_ABANDONED', {
    problem: `The lease of the job ${id} was lost: another trainer has it.`,
    cure: 'Nothing to do: results of this attempt are discarded.',
  });

const stopping = ({ id }: Job): LintelError =>
  new LintelError('SERVICE_UNAVAILABLE', {
    problem: `The trainer is stopping; the job ${id} returns to the queue.`,
    cure: 'Nothing to do: another trainer, or this one after a restart, continues it.',
    retryable: true,
  });
