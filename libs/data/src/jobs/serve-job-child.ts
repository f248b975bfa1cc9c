import { LintelError, type Job } from '@lintel/contracts';
import { toChildSchema, writeError, type FromChild } from './child-protocol';
import type { JobContext } from './running-attempt';

export type JobHandler = (job: Job, context: JobContext) => Promise<Record<string, unknown>>;

const STOP_WITHIN_MS = 10_000;

/**
 * The other side of `runJobInChild`: runs the one job for which this process was started, and ends the process. When
 * the trainer is gone, even by kill -9, the channel to it closes, and the job is aborted.
 * @throws LintelError INVALID_CONFIGURATION in a process that was not started by a trainer
 */
export function serveJobChild(handler: JobHandler): void {
  if (process.send === undefined) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'This program runs one job for a trainer, and was started without one.',
      cure: 'Start the trainer. It starts this program for each job.',
    });
  }
  const controller = new AbortController();
  const stop = (problem: string): void =>
    controller.abort(new LintelError('CANCELLED', { problem, cure: 'Start the job again if it is still needed.' }));
  // What was preloaded into this process may have released the channel; then it would end before its order arrives.
  process.channel?.ref();
  process.on('SIGTERM', () => stop('The trainer ended the job.'));
  // A Ctrl-C in a terminal reaches the trainer as well, which decides what becomes of the job.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => {
    // A write to a closed pipe must not interrupt the shutdown.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_WITHIN_MS).unref();
    stop('The trainer is gone.');
  });
  process.on('message', (message) => {
    const { job, attempt, trace } = toChildSchema.parse(message);
    const context: JobContext = {
      signal: controller.signal,
      attempt,
      report: (progress) => void tell({ type: 'progress', progress }),
      epoch: (epoch) => void tell({ type: 'epoch', epoch }),
      log: (level, text) => void tell({ type: 'log', level, text }),
      trace,
    };
    void answer(() => handler(job, context));
  });
  void tell({ type: 'ready' });
}

async function answer(work: () => Promise<Record<string, unknown>>): Promise<void> {
  try {
    await tell({ type: 'result', result: await work() });
  } catch (error) {
    await tell({ type: 'error', error: writeError(error) });
  }
  // Native engines may keep threads and handles open.
  process.exit(0);
}

/** Resolves when the message has been handed to the channel; without a trainer it is dropped. */
function tell(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    else process.send!(message, undefined, undefined, () => resolve());
  });
}
