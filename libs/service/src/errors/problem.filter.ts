import { LintelError, type Problem } from '@lintel/contracts';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type Response } from 'express';
import { ZodSerializationException } from 'nestjs-zod';
import { RequestAudit } from '../audit/request-audit';
import { correlationId } from '../http/request-context';
import { isRetryable, problemOf } from './problem-of';

const RETRY_AFTER_MS = 5_000;

/** Answers every error with RFC 9457 problem details. Internal errors are logged under the same id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  constructor(private readonly audit: RequestAudit) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error, correlationId());
    trace.getActiveSpan()?.setAttribute('error.type', problem.code);
    if (problem.status === 500) {
      const explained = error instanceof ZodSerializationException ? error.getZodError() : error;
      // The content of a thrown non-error is unknown.
      const told = typeof explained === 'object' ? explained : new TypeError(`A ${typeof explained} was thrown.`);
      this.logger.error({ message: 'a request failed', correlationId: problem.correlationId, error: told });
    }
    const answer = (): void => this.answer(error, problem, host.switchToHttp().getResponse<Response>());
    const writing = this.audit.refused(error, problem);
    if (writing === undefined) answer();
    else void writing.then(answer);
  }

  private answer(error: unknown, problem: Problem, response: Response): void {
    if (response.headersSent) {
      // Too late for a problem: a cut connection is better than half an answer that looks whole.
      response.destroy();
      return;
    }
    // RFC 9110, 15.5.2: a 401 response must name an authentication scheme.
    if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer realm="lintel"');
    if (isRetryable(problem)) response.setHeader('retry-after', retryAfterSeconds(error));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

/** Whole seconds, at least one: the header has no smaller unit. */
function retryAfterSeconds(error: unknown): string {
  const afterMs = (error instanceof LintelError ? error.retryAfterMs : undefined) ?? RETRY_AFTER_MS;
  return String(Math.max(1, Math.ceil(afterMs / 1_000)));
}
