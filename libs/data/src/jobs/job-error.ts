import { inEnglish, LintelError, message, type JobError, type Message } from '@lintel/contracts';

/** The stored form of the error that ended an attempt. */
export function jobErrorOf(error: unknown): JobError {
  if (error instanceof LintelError) {
    const { code, problem, said, expected, received, cure } = error;
    return {
      code,
      problem,
      ...(said === undefined ? {} : { message: said }),
      ...(expected === undefined ? {} : { expected }),
      ...(received === undefined ? {} : { received }),
      cure,
    };
  }
  return {
    code: 'INTERNAL',
    ...saying(message('job.unforeseen')),
    received: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    cure: 'Read the log of the job; run it again once the cause is gone.',
  };
}

/** True if the error is retryable or unexpected. */
export function isWorthAnotherAttempt(error: unknown): boolean {
  return !(error instanceof LintelError) || error.retryable;
}

/**
 * @returns delay after that attempt (1 for the first), milliseconds: four times the previous one, at most 10 minutes
 */
export function retryDelayMs(attempt: number, firstMs: number): number {
  return Math.min(firstMs * 4 ** (attempt - 1), 600_000);
}

export function cancelledBy(by: string): JobError {
  return {
    code: 'CANCELLED',
    ...saying(message('job.cancelled', { by })),
    cure: 'Run it again if that was a mistake.',
  };
}

export function abandonedBy(worker: string | null, attempts: number): JobError {
  return {
    code: 'JOB_ABANDONED',
    ...saying(message('job.abandoned', { worker: worker ?? '(unknown)', attempt: attempts })),
    expected: 'a trainer that renews its lease until the job has ended',
    cure: 'Read in the log how far the job came. Give it more memory, or run the trainer on a machine that stays up, then run the job again.',
  };
}

const saying = (said: Message): Pick<JobError, 'problem' | 'message'> => ({ problem: inEnglish(said), message: said });
