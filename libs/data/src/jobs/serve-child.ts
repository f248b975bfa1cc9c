import { LintelError, type TrainingInterruption } from '@lintel/contracts';
import { toChildSchema, writeError, type FromChild } from './child-protocol';
import type { ChildContext } from './child-process';

/** The context of work in a child process. */
export interface ServedContext extends Required<ChildContext> {
  /** Earlier processes that crashed while doing the same work. */
  readonly interruptions: readonly TrainingInterruption[];
}

const STOP_WITHIN_MS = 10_000;

/**
 * The child's side of `runInChild`: does the one piece of work for which this process was started, then exits. When the
 * parent ends, even by kill -9, the channel to it closes and the work is aborted.
 * @throws LintelError INVALID_CONFIGURATION in a process that was not started by `runInChild`
 */
export function serveChild<Order>(
  parse: (order: unknown) => Order,
  handler: (order: Order, context: ServedContext) => Promise<Record<string, unknown>>,
): void {
  if (process.send === undefined) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: 'This program does one piece of work for another program, and was started by hand.',
      cure: 'Start the trainer or `npx lintel train`. They start this program when needed.',
    });
  }
  const controller = new AbortController();
  const stop = (problem: string): void =>
    controller.abort(new LintelError('CANCELLED', { problem, cure: 'Start it again if it is still needed.' }));
  // A preloaded module may have unreferenced the channel; the process would then exit before its order arrives.
  process.channel?.ref();
  process.on('SIGTERM', () => stop('The process was asked to stop.'));
  // Ctrl-C in a terminal reaches the parent as well, which decides what happens to the work.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => {
    // A write to a closed pipe must not interrupt the shutdown.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_WITHIN_MS).unref();
    stop('The program that started this process is gone.');
  });
  process.on('message', (message) => {
    const { order, attempt, trace, interruptions } = toChildSchema.parse(message);
    const context: ServedContext = {
      signal: controller.signal,
      attempt,
      report: (progress) => void send({ type: 'progress', progress }),
      epoch: (epoch) => void send({ type: 'epoch', epoch }),
      log: (level, text) => void send({ type: 'log', level, text }),
      show: (text) => void send({ type: 'show', text }),
      trace,
      interruptions,
    };
    void answer(() => handler(parse(order), context));
  });
  void send({ type: 'ready' });
}

async function answer(work: () => Promise<Record<string, unknown>>): Promise<void> {
  try {
    await send({ type: 'result', result: await work() });
  } catch (error) {
    await send({ type: 'error', error: writeError(error) });
  }
  // Native engines may keep threads and handles open.
  process.exit(0);
}

/** Resolves when the message was passed to the channel; without a parent it is dropped. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    else process.send!(message, undefined, undefined, () => resolve());
  });
}
