import { LintelError, type ErrorCode, type Problem } from '@lintel/contracts';
import { isDatabaseUnavailable } from '@lintel/streams';
import { HttpException } from '@nestjs/common';
import { ZodValidationException } from 'nestjs-zod';
import { z } from 'zod';

/** HTTP statuses of codes that concern the request or a temporary state. All others are internal. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  INVALID_ARGUMENT: 400,
  SHAPE_MISMATCH: 400,
  NOT_SIGNED_IN: 401,
  SIGN_IN_REFUSED: 401,
  NOT_PERMITTED: 403,
  PASSWORD_CHANGE_NEEDED: 403,
  NOT_FOUND: 404,
  REQUEST_TIMEOUT: 408,
  CONFLICT: 409,
  APPROVAL_NEEDED: 409,
  SUBJECT_ERASED: 410,
  GATES_REFUSED: 409,
  REQUEST_TOO_LARGE: 413,
  PICTURE_TOO_LARGE: 413,
  EVENT_INVALID: 400,
  EVENT_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  PICTURE_UNREADABLE: 422,
  QUEUE_FULL: 429,
  RATE_LIMITED: 429,
  // The client has disconnected, so no one reads the response. This is not an error of the service.
  CANCELLED: 499,
  // The caller must know that the change was made.
  AUDIT_BROKEN: 500,
  MODEL_NOT_READY: 503,
  STREAM_UNAVAILABLE: 503,
  SERVICE_UNAVAILABLE: 503,
};
const OURS = new LintelError('INTERNAL', {
  problem: 'Something went wrong on our side.',
  cure: 'Try again. If it happens again, give the operator the correlation id, which identifies the error in the log.',
});
const DATABASE_AWAY = new LintelError('SERVICE_UNAVAILABLE', {
  problem: 'The database does not answer at the moment.',
  cure: 'Try again in a few seconds.',
  retryable: true,
});

/** The part of an error that a caller can see: everything about the request, nothing internal. */
export function problemOf(error: unknown, correlationId: string): Problem {
  const { status, shown } = publicSide(error);
  const { code, problem, expected, received, cure } = shown;
  return {
    type: `urn:lintel:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: titleOf(code),
    status,
    detail: problem,
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    cure,
    correlationId,
  };
}

/** True if the same request can succeed in a few seconds. */
export function isRetryable(problem: Problem): boolean {
  return problem.status === 503 || problem.status === 429;
}

function publicSide(error: unknown): { status: number; shown: LintelError } {
  if (error instanceof ZodValidationException) return { status: 400, shown: invalidRequest(error.getZodError()) };
  const status = error instanceof LintelError ? STATUS[error.code] : undefined;
  if (status !== undefined) return { status, shown: error as LintelError };
  if (isDatabaseUnavailable(error)) return { status: 503, shown: DATABASE_AWAY };
  const refused = httpStatus(error);
  return refused === undefined
    ? { status: 500, shown: OURS }
    : { status: refused, shown: refusedByHttp(refused, error) };
}

function titleOf(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function invalidRequest(error: unknown): LintelError {
  const issues = error instanceof z.ZodError ? error.issues : [];
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The request has values that are not allowed.',
    received: issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    cure: 'Correct the values named under "received"; /docs describes what each may be.',
  });
}

/** Status of an error that Nest or Express raised about the request (4xx alone). */
function httpStatus(error: unknown): number | undefined {
  const status: unknown =
    error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function refusedByHttp(status: number, error: unknown): LintelError {
  if (status === 404) {
    return new LintelError('NOT_FOUND', {
      problem: 'There is nothing at this address.',
      cure: 'Look at /docs for the addresses that exist.',
    });
  }
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The request could not be understood.',
    ...(error instanceof Error ? { received: error.message } : {}),
    cure: 'Compare the request with the description under /docs.',
  });
}
