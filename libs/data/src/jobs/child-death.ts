import { inEnglish, LintelError, message, type Message, type TrainingInterruption } from '@lintel/contracts';

/** Only thrown inside this folder: a child process ended without a result or an error. */
export class ChildDeath extends Error {
  constructor(
    readonly interruption: TrainingInterruption,
    /** The kernel killed a process for lack of memory during the run. */
    readonly outOfMemory: boolean,
  ) {
    super(describeEnd(interruption));
  }

  /**
   * A crash of native code, or an exit without output, may not happen again. Lack of memory will, and an exit code
   * between 1 and 127 is an error of the program, explained by its last lines.
   */
  get isWorthResuming(): boolean {
    const { exitCode } = this.interruption;
    return !this.outOfMemory && (exitCode === null || exitCode === 0 || exitCode > 127);
  }
}

/** For example "ended by SIGSEGV". */
export function describeEnd({ signal, exitCode }: TrainingInterruption): string {
  if (signal !== null) return `ended by ${signal}`;
  return exitCode === null ? 'ended' : `ended with exit code ${exitCode}`;
}

/** @param earlier crashes after which the work was resumed */
export function deathError(death: ChildDeath, earlier: readonly TrainingInterruption[]): LintelError {
  const { lastLines, signal } = death.interruption;
  const said = lastLines.length === 0 ? {} : { received: lastLines.join('\n') };
  if (death.outOfMemory) {
    return new LintelError('INTERNAL', {
      ...saying(message('job.out-of-memory', { signal: signal ?? '' })),
      ...said,
      cure: 'Free or add memory, or use smaller batches or pictures.',
      retryable: true,
    });
  }
  const ends = [...earlier, death.interruption].map(shortEnd).join(', ');
  return new LintelError('INTERNAL', {
    ...saying(
      earlier.length === 0
        ? endOf(death.interruption)
        : message('job.died', { times: earlier.length + 1, ends, resumes: earlier.length }),
    ),
    ...said,
    cure: cureOf(signal),
    retryable: false,
  });
}

function endOf({ signal, exitCode }: TrainingInterruption): Message {
  if (signal !== null) return message('job.ended-signal', { signal });
  return exitCode === null ? message('job.ended') : message('job.ended-code', { exitCode: String(exitCode) });
}

const saying = (said: Message): { problem: string; message: Message } => ({ problem: inEnglish(said), message: said });

const shortEnd = ({ signal, exitCode }: TrainingInterruption): string => signal ?? `exit code ${exitCode}`;

function cureOf(signal: string | null): string {
  if (signal === 'SIGKILL') {
    return 'Look in the log of the system for a process that was ended for want of memory, or ask who ended this one.';
  }
  return 'Report the last lines above together with the architecture and the size of the pictures.';
}
