import { LintelError } from '@lintel/contracts';
import {
  Inject,
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { Observable, raceWith } from 'rxjs';
import { type Limits } from './limits-config';
import { LIMITS } from './rate-limits';

const ANSWER_WITHIN_MS = Symbol('lintel.answer-within-ms');

/** For routes that can take longer than others, such as one that reads a whole table. */
export const AnswerWithin = (ms: number) => SetMetadata(ANSWER_WITHIN_MS, ms);

/**
 * Answers 503 if a handler does not finish in time. The time starts when the request has arrived completely, so an
 * upload in progress is not cut off. A stream of events counts as answered when it begins.
 */
@Injectable()
export class AnswerTimeout implements NestInterceptor {
  constructor(
    @Inject(LIMITS) private readonly limits: Limits,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const own = this.reflector.get<number | undefined>(ANSWER_WITHIN_MS, context.getHandler());
    return next.handle().pipe(raceWith(tooLate(request, own ?? this.limits.ANSWER_TIMEOUT_MS)));
  }
}

/** Fails `ms` after the request has arrived. */
function tooLate(request: Request, ms: number): Observable<never> {
  return new Observable<never>((subscriber) => {
    let timer: NodeJS.Timeout | undefined;
    const start = (): void => {
      timer = setTimeout(() => subscriber.error(notInTime(ms)), ms);
    };
    if (request.complete || !hasBody(request)) start();
    else request.once('end', start);
    return () => {
      clearTimeout(timer);
      request.off('end', start);
    };
  });
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function notInTime(ms: number): LintelError {
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'The answer took too long.',
    expected: `an answer within ${ms / 1_000} s`,
    cure: 'Try again in a few seconds, or ask for less at a time.',
    retryable: true,
  });
}
