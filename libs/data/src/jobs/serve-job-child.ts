import { LintelError, type Job } from '@lintel/contracts';
import { toChildSchema, writeError, type FromChild } from './child-protocol';
import type { JobContext } from './running-attempt';

export type JobHandler = (job: Job, context: JobContext) => Promise<Record<string, unknown>>;

const STOP_WITHIN_MS = 10_000;

/**
 * The other side of `runJobInChild`: does the one job for which this process was started, and ends the process. Where
 * the trainer is gone, even by kill -9, the channel to it closes, and the process stops itself as if it were asked to.
 * @throws LintelError INVALID_CONFIGURATION in a process that no trainer started
 */
export function serveJobChild(handler: JobHandler): void {
  if (process.send === undefined) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'This program does the job of a trainer, and none started it.',
      cure: 'Start the trainer; it starts this program for each job.',
    });
  }
  const controller = new AbortController();
  const stop = (problem: string): void =>
    controller.abort(new LintelError('CANCELLED', { problem, cure: 'Nothing: whoever stopped it knows why.' }));
  process.on('SIGTERM', () => stop('The trainer ended the job.'));
  // A Ctrl-C in a terminal reaches the trainer as well, which decides what becomes of the job.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => {
    // Nobody reads any more; a last line must not end the clean-up.
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

/** Resolves once it is on its way; what nobody hears any more is dropped. */
function tell(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    else process.send!(message, undefined, undefined, () => resolve());
  });
}
