import { LintelError } from '@lintel/contracts';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { type Response } from 'express';
import { ZodSerializationException } from 'nestjs-zod';
import { correlationId } from '../http/correlation';
import { isRetryable, problemOf } from './problem-of';

const RETRY_AFTER_MS = 5_000;

/** Answers every error as RFC 9457 problem details; what is our fault goes to the log under the same id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error, correlationId());
    if (problem.status === 500) {
      const explained = error instanceof ZodSerializationException ? error.getZodError() : error;
      this.logger.error({ correlationId: problem.correlationId, ...described(explained) });
    }
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      // Too late for a problem: a cut connection is better than half an answer that looks whole.
      response.destroy();
      return;
    }
    if (isRetryable(problem)) response.setHeader('retry-after', retryAfterSeconds(error));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

/** Whole seconds, at least one: the header knows no less. */
function retryAfterSeconds(error: unknown): string {
  const afterMs = (error instanceof LintelError ? error.retryAfterMs : undefined) ?? RETRY_AFTER_MS;
  return String(Math.max(1, Math.ceil(afterMs / 1_000)));
}

function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: described(error.cause) }),
  };
}
