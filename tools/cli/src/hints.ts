import { LintelError, type ErrorCode } from '@lintel/contracts';

/** Adds the matching command-line option to the cure of an error. */
export function withHints(error: unknown, hints: Readonly<Partial<Record<ErrorCode, string>>>): unknown {
  if (!(error instanceof LintelError)) return error;
  const hint = hints[error.code];
  if (hint === undefined) return error;
  return new LintelError(error.code, {
    problem: error.problem,
    ...(error.expected === undefined ? {} : { expected: error.expected }),
    ...(error.received === undefined ? {} : { received: error.received }),
    cure: `${error.cure} (${hint})`,
    retryable: error.retryable,
    cause: error,
  });
}
