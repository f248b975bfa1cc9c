import { LintelError, type JobError } from '@lintel/contracts';

/** What a job keeps of the error that ended an attempt. */
export function jobErrorOf(error: unknown): JobError {
  if (error instanceof LintelError) {
    const { code, problem, expected, received, cure } = error;
    return {
      code,
      problem,
      ...(expected === undefined ? {} : { expected }),
      ...(received === undefined ? {} : { received }),
      cure,
    };
  }
  return {
    code: 'INTERNAL',
    problem: 'The job ended with an error that nobody had foreseen.',
    received: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    cure: 'Read the log of the job; run it again once the cause is gone.',
  };
}

/** What nobody had foreseen may be gone the next time. */
export function isWorthAnotherAttempt(error: unknown): boolean {
  return !(error instanceof LintelError) || error.retryable;
}

/** @returns milliseconds to wait after that attempt (1 for the first): four times as long as before, at most 10 minutes */
export function retryDelayMs(attempt: number, firstMs: number): number {
  return Math.min(firstMs * 4 ** (attempt - 1), 600_000);
}

export function cancelledBy(by: string): JobError {
  return { code: 'CANCELLED', problem: `${by} cancelled the job.`, cure: 'Run it again where that was a mistake.' };
}

export function abandonedBy(worker: string | null, attempts: number): JobError {
  return {
    code: 'JOB_ABANDONED',
    problem: `The trainer ${worker ?? 'that had the job'} was lost in attempt ${attempts}, the last one.`,
    expected: 'a trainer that renews its lease until the job has ended',
    cure: 'See in the log how far it came; give the job more memory, or the trainer a machine that stays, and run it again.',
  };
}
