import { LintelError } from '@lintel/contracts';
import { type NextFunction, type Request, type Response } from 'express';
import { isProbe } from './address-limit.guard';
import { type Limits } from './limits-config';

const RETRY_AFTER_MS = 1_000;
/** Emitted by a response that stays open for hours and costs little from now on. */
export const STREAM_BEGINS = 'lintel.stream-begins';

/**
 * Refuses requests with 503 while too many are in progress: a process that accepts more than it can answer would fill
 * its memory and then answer no one. Probes are always admitted.
 */
export function limitConcurrency({ MAX_CONCURRENT_REQUESTS: most }: Limits) {
  let underWay = 0;
  return (request: Request, response: Response, next: NextFunction): void => {
    if (isProbe(request)) return next();
    if (underWay >= most) return next(tooBusy(most));
    underWay++;
    let isOver = false;
    const leave = (): void => {
      if (!isOver) underWay--;
      isOver = true;
    };
    response.once('close', leave).once(STREAM_BEGINS, leave);
    next();
  };
}

function tooBusy(most: number): LintelError {
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'The service is busy.',
    expected: `at most ${most} requests at a time`,
    cure: 'Try again in a second.',
    retryable: true,
    retryAfterMs: RETRY_AFTER_MS,
  });
}
