import {
  inEnglish,
  LintelError,
  message as messageOf,
  type JobLimits,
  type TrainingInterruption,
} from '@lintel/contracts';
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ChildDeath } from './child-death';
import { fromChildSchema, readError, type ToChild } from './child-protocol';
import { countOomKills } from './oom-kills';
import { levelOfErrorOutput } from './output-level';
import { residentMiB } from './resident-memory';
import type { JobContext } from './running-attempt';

export interface ChildProgram {
  /** A Node program that calls `serveChild` or `serveJobChild`. */
  readonly script: string;
  /** The environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Node's own command-line arguments. Default: those of this process. */
  readonly execArgv?: readonly string[];
  /** Time the process has to exit after SIGTERM. Default: 10,000. */
  readonly graceMs?: number;
}

/** Receives the output and progress of a child process. */
export interface ChildContext extends Pick<JobContext, 'signal' | 'attempt' | 'report' | 'epoch' | 'log' | 'trace'> {
  /** The current progress as text; replaces the previous text. */
  readonly show?: (text: string) => void;
}

export type ChildLimits = Partial<Pick<JobLimits, 'memoryMiB' | 'seconds'>>;

const LOOK_EVERY_MS = 500;
/** Descendants of the process may keep its outputs open after it has ended. */
const CLOSE_WITHIN_MS = 2_000;
/** Number of last lines to keep: a crash prints a stack below its message. */
const LAST_LINES = 20;

/**
 * Starts one process, sends it its order, and waits for it to end.
 * @throws ChildDeath if it ended without a result or an error; the error it sent; the reason of `context.signal`;
 *   LintelError JOB_LIMIT_EXCEEDED
 */
export async function runChildProcess(
  order: ToChild,
  context: ChildContext,
  program: ChildProgram,
  limits: ChildLimits,
): Promise<Record<string, unknown>> {
  const oomKills = await countOomKills();
  context.signal.throwIfAborted();
  const { script, environment, execArgv, graceMs = 10_000 } = program;
  const child = fork(script, [], {
    env: { ...environment },
    ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lastLines: string[] = [];
  eachLine(child.stdout!, (line) => context.log('log', line));
  eachLine(child.stderr!, (line) => {
    const level = levelOfErrorOutput(line);
    if (level !== 'log') lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    context.log(level, line);
  });
  // Also kills the child if this process exits at once, without cleanup.
  const killChild = (): void => void child.kill('SIGKILL');
  process.once('exit', killChild);

  const end = await new Promise<(() => Record<string, unknown>) | Ended>((resolve) => {
    let answer: (() => Record<string, unknown>) | undefined;
    let stopReason: Error | undefined;
    const timers: NodeJS.Timeout[] = [];
    const stop = (reason: Error, signal: 'SIGTERM' | 'SIGKILL'): void => {
      stopReason ??= reason;
      child.kill(signal);
      timers.push(setTimeout(() => child.kill('SIGKILL'), graceMs));
    };
    const aborted = (): void => stop(context.signal.reason as Error, 'SIGTERM');
    context.signal.addEventListener('abort', aborted);
    const { seconds, memoryMiB } = limits;
    if (seconds !== undefined)
      timers.push(setTimeout(() => stop(tookTooLong(seconds), 'SIGTERM'), Math.max(0, seconds * 1_000)));
    if (memoryMiB !== undefined)
      timers.push(watchMemory(child, memoryMiB, (usedMiB) => stop(tookTooMuch(memoryMiB, usedMiB), 'SIGKILL')));

    child.on('message', (message) => {
      const parsed = fromChildSchema.safeParse(message);
      if (!parsed.success) {
        context.log('warn', `The job's process sent an invalid message: ${z.prettifyError(parsed.error)}`);
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
        case 'show':
          return context.show?.(said.text);
        case 'result':
          return (answer = () => said.result);
        case 'error':
          // An error sent while the process is being stopped is a consequence of stopping.
          return (answer = () => {
            throw stopReason ?? readError(said.error);
          });
      }
    });
    const over = (ended: Ended): void => {
      for (const timer of timers) clearTimeout(timer);
      context.signal.removeEventListener('abort', aborted);
      process.removeListener('exit', killChild);
      if (answer !== undefined) resolve(answer);
      else if (stopReason === undefined) resolve(ended);
      else {
        const reason = stopReason;
        resolve(() => {
          throw reason;
        });
      }
    };
    child.on('error', (error) => over({ signal: null, exitCode: null, error }));
    // 'close' follows 'exit' once all output was read.
    child.on('close', (exitCode, signal) => over({ exitCode, signal }));
    child.on('exit', (exitCode, signal) => {
      timers.push(setTimeout(() => over({ exitCode, signal }), CLOSE_WITHIN_MS));
    });
  });
  if (typeof end === 'function') return end();
  if (end.error !== undefined) throw end.error;
  throw await deathOf(end, lastLines, oomKills);
}

interface Ended extends Pick<TrainingInterruption, 'signal' | 'exitCode'> {
  /** Set if the process could not be started. */
  readonly error?: Error;
}

async function deathOf({ signal, exitCode }: Ended, lastLines: string[], before: number | undefined) {
  const after = signal === 'SIGKILL' ? await countOomKills() : undefined;
  const outOfMemory = before !== undefined && after !== undefined && after > before;
  return new ChildDeath({ at: new Date().toISOString(), signal, exitCode, lastLines }, outOfMemory);
}

function watchMemory(child: ChildProcess, limitMiB: number, exceeded: (usedMiB: number) => void): NodeJS.Timeout {
  return setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    void residentMiB(child.pid).then((usedMiB) => {
      if (usedMiB !== undefined && usedMiB > limitMiB) exceeded(usedMiB);
    });
  }, LOOK_EVERY_MS);
}

function eachLine(stream: Readable, take: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    if (line.trim() !== '') take(line);
  });
}

function tookTooMuch(limitMiB: number, usedMiB: number): LintelError {
  const used = Math.ceil(usedMiB);
  const said = messageOf('job.memory', { used, limit: limitMiB });
  return new LintelError('JOB_LIMIT_EXCEEDED', {
    problem: inEnglish(said),
    message: said,
    expected: `at most ${limitMiB} MiB`,
    received: `${used} MiB`,
    cure: 'Raise the memory limit of the job, or use fewer examples or smaller batches.',
  });
}

function tookTooLong(seconds: number): LintelError {
  const said = messageOf('job.time', { limit: seconds });
  return new LintelError('JOB_LIMIT_EXCEEDED', {
    problem: inEnglish(said),
    message: said,
    expected: `at most ${seconds} s`,
    received: `more than ${seconds} s`,
    cure: 'Raise the time limit of the job, or use fewer epochs or examples.',
  });
}
