import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { LintelError } from '@lintel/contracts';
import { ModelDirectory } from '@lintel/core-ml/training';
import { runInChild, type ServedContext } from '@lintel/data';
import { type CommandContext } from '../../command-context';
import { stopped, trainPictures } from './train-pictures';
import { type TrainPicturesOptions } from './train-pictures-options';

/** The arguments of the training process. */
export interface TrainOrder {
  readonly options: TrainPicturesOptions;
  readonly args: readonly string[];
}

const SCRIPT = join(__dirname, `train-process${extname(__filename)}`);

/**
 * Trains in a separate process, so that a crash of native code ends only that process: a new one resumes from the
 * checkpoint. Its progress is shown here.
 */
export async function trainInProcess(options: TrainPicturesOptions, context: CommandContext): Promise<void> {
  const { terminal, environment, signal, args, childArgv } = context;
  const order: TrainOrder = { options, args };
  const listener = {
    signal,
    attempt: 1,
    report: () => undefined,
    epoch: () => undefined,
    log: (_: string, line: string) => terminal.say(line),
    show: (text: string) => terminal.progress(text),
  };
  const program = { script: SCRIPT, environment, ...(childArgv === undefined ? {} : { execArgv: childArgv }) };
  try {
    const { answer, text } = await runInChild(order, listener, program);
    terminal.result(answer as object, text as string);
  } catch (error) {
    const directory = new ModelDirectory(options.out);
    const hasCheckpoint = existsSync(directory.checkpoint);
    if (error === signal.reason && error instanceof LintelError) {
      // The process may have ended before it could clean up.
      if (!hasCheckpoint) await directory.discardWork();
      throw stopped(error, hasCheckpoint, context);
    }
    throw error;
  }
}

/** The training process: trains, and sends its progress to the process that owns the terminal. */
export async function serveTraining(
  { options, args }: TrainOrder,
  { signal, log, show, interruptions }: ServedContext,
): Promise<Record<string, unknown>> {
  let result: { answer: object; text: string } | undefined;
  const context: CommandContext = {
    terminal: {
      say: (line) => log('log', line),
      progress: throttled(show),
      result: (answer, text) => (result = { answer, text }),
      help: (text) => log('log', text),
    },
    environment: process.env,
    stdin: Readable.from([]),
    signal,
    args,
    outcome: { exitCode: 0 },
  };
  await trainPictures(options, context, interruptions);
  return { ...result };
}

const SHOW_EVERY_MS = 50;

/** A terminal is redrawn at most ten times a second, and there may be a thousand steps a second. */
function throttled(show: (text: string) => void): (text: string) => void {
  let shownAt = -Infinity;
  return (text) => {
    const now = performance.now();
    if (now - shownAt < SHOW_EVERY_MS) return;
    shownAt = now;
    show(text);
  };
}
