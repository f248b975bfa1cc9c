import { LintelError, type Job, type JobLimits } from '@lintel/contracts';
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { fromChildSchema, readError, type ToChild } from './child-protocol';
import { residentMiB } from './resident-memory';
import type { JobContext } from './running-attempt';

export interface ChildJobOptions {
  /** A Node program that calls `serveJobChild`. */
  readonly script: string;
  /** What the process finds in its environment beside the limits, as the edge read it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Node's own arguments. Default: those of this process. */
  readonly execArgv?: readonly string[];
  /** How long the process may take to end after SIGTERM. Default: 10,000. */
  readonly graceMs?: number;
}

const LOOK_EVERY_MS = 500;
/** Something that the process started may hold its outputs open after it has ended. */
const CLOSE_WITHIN_MS = 2_000;
/** Lines that tell why it ended: a crash prints a stack below its message. */
const LAST_WORDS = 20;

/**
 * Does a job in a process of its own, so that its limits hold, and whatever it does the trainer goes on renewing its
 * lease. What the process prints becomes the job's log. It ends when the trainer is gone, however that ended.
 * @returns what its handler returned
 * @throws the handler's error; the reason of `context.signal`; LintelError JOB_LIMIT_EXCEEDED (memory, time), INTERNAL
 *   (the process ended without a word)
 */
export function runJobInChild(
  job: Job,
  context: JobContext,
  options: ChildJobOptions,
): Promise<Record<string, unknown>> {
  const { script, environment, execArgv, graceMs = 10_000 } = options;
  if (context.signal.aborted) return Promise.reject(context.signal.reason as Error);
  const child = fork(script, [], {
    env: { ...environment, ...threadsOf(job.limits) },
    ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const order: ToChild = { type: 'run', job, attempt: context.attempt, trace: context.trace ?? {} };
  const lastWords: string[] = [];
  eachLine(child.stdout!, (line) => context.log('log', line));
  eachLine(child.stderr!, (line) => {
    lastWords.push(line);
    if (lastWords.length > LAST_WORDS) lastWords.shift();
    context.log('warn', line);
  });

  return new Promise((resolve, reject) => {
    let answer: (() => void) | undefined;
    let stopReason: Error | undefined;
    const timers: NodeJS.Timeout[] = [];
    const end = (reason: Error, signal: 'SIGTERM' | 'SIGKILL'): void => {
      stopReason ??= reason;
      child.kill(signal);
      timers.push(setTimeout(() => child.kill('SIGKILL'), graceMs));
    };
    const aborted = (): void => end(context.signal.reason as Error, 'SIGTERM');
    context.signal.addEventListener('abort', aborted);
    timers.push(
      setTimeout(() => end(tookTooLong(job.limits), 'SIGTERM'), job.limits.seconds * 1_000),
      watchMemory(child, job.limits.memoryMiB, (usedMiB) => end(tookTooMuch(job.limits, usedMiB), 'SIGKILL')),
    );

    child.on('message', (message) => {
      const parsed = fromChildSchema.safeParse(message);
      if (!parsed.success) {
        context.log('warn', `The job's process said what is not valid: ${z.prettifyError(parsed.error)}`);
        return;
      }
      const said = parsed.data;
      switch (said.type) {
        case 'ready':
          return child.send(order, () => undefined);
        case 'progress':
          return context.report(said.progress);
        case 'epoch':
          return context.epoch(said.epoch);
        case 'log':
          return context.log(said.level, said.text);
        case 'result':
          return (answer = () => resolve(said.result));
        case 'error':
          // What it says while it is being stopped comes of that.
          return (answer = () => reject(stopReason ?? readError(said.error)));
      }
    });
    const over = (reason: Error): void => {
      for (const timer of timers) clearTimeout(timer);
      context.signal.removeEventListener('abort', aborted);
      if (answer === undefined) reject(stopReason ?? reason);
      else answer();
    };
    child.on('error', over);
    // Closed is later than ended: all was read.
    child.on('close', (code, signal) => over(endedSilently(code, signal, lastWords)));
    child.on('exit', (code, signal) => {
      timers.push(setTimeout(() => over(endedSilently(code, signal, lastWords)), CLOSE_WITHIN_MS));
    });
  });
}

/** A machine may have fewer cores than the one where the job was asked for. */
function threadsOf({ cores }: JobLimits): Record<string, string> {
  const threads = String(Math.min(cores, availableParallelism()));
  return {
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: threads,
    LINTEL_THREADS: threads,
  };
}

function watchMemory(child: ChildProcess, limitMiB: number, exceeded: (usedMiB: number) => void): NodeJS.Timeout {
  return setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    void residentMiB(child.pid).then((usedMiB) => {
      if (usedMiB !== undefined && usedMiB > limitMiB) exceeded(usedMiB);
    });
  }, LOOK_EVERY_MS);
}

function eachLine(stream: Readable, tell: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    if (line.trim() !== '') tell(line);
  });
}

function tookTooMuch({ memoryMiB }: JobLimits, usedMiB: number): LintelError {
  const used = Math.ceil(usedMiB);
  return new LintelError('JOB_LIMIT_EXCEEDED', {
    problem: `The job took ${used} MiB of memory; its limit is ${memoryMiB} MiB.`,
    expected: `at most ${memoryMiB} MiB`,
    received: `${used} MiB`,
    cure: 'Give the job a higher limit, or less to do at once: fewer examples, or smaller batches.',
  });
}

function tookTooLong({ seconds }: JobLimits): LintelError {
  return new LintelError('JOB_LIMIT_EXCEEDED', {
    problem: `The job ran for longer than its limit of ${seconds} s.`,
    expected: `at most ${seconds} s`,
    received: `more than ${seconds} s`,
    cure: 'Give the job more time, or less to do: fewer epochs or examples.',
  });
}

function endedSilently(code: number | null, signal: string | null, lastWords: readonly string[]): LintelError {
  return new LintelError('INTERNAL', {
    problem: `The job's process ended ${signal === null ? `with code ${code}` : `by ${signal}`} and left no result.`,
    ...(lastWords.length === 0 ? {} : { received: lastWords.join('\n') }),
    cure: 'Read the log of the job. SIGKILL without a reason often means that the machine had no memory left.',
    retryable: true,
  });
}
