import { LintelError } from '@lintel/contracts';
import { Inject, Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request, type Response } from 'express';
import { ACCESS_OPTIONS, requireAllowed, type AccessOptions } from '../access/access.guard';
import { ACCESS_RULE, type AccessRule } from '../access/access-rule';
import { currentContext } from '../http/request-context';
import { type Limits } from '../limits/limits-config';
import { LIMITS } from '../limits/rate-limits';
import { LIVE_STREAM } from './live-stream';

/**
 * How often access to an open stream is checked again. A sign-out on another replica, an expired key or a removed role
 * ends the stream within this time. Each check is one indexed query.
 */
const CHECK_EVERY_MS = 5_000;
/** If this many checks in a row fail because the database is unavailable, the stream ends as well. */
const MOST_FAILURES = 6;
const RETRY_AFTER_MS = 10_000;

/**
 * Checks access to open streams of server-sent events again, because they last much longer than the check of their
 * request.
 */
@Injectable()
export class LiveStreamGuard implements CanActivate {
  private readonly logger = new Logger('Live');
  /** Number of open streams in this process, by identity. */
  private readonly open = new Map<string, number>();

  constructor(
    @Inject(ACCESS_OPTIONS) private readonly access: AccessOptions,
    @Inject(LIMITS) private readonly limits: Limits,
    private readonly reflector: Reflector,
  ) {}

  /** @throws LintelError RATE_LIMITED */
  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const isLive = this.reflector.getAllAndOverride<true | undefined>(LIVE_STREAM, targets) === true;
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    const identity = currentContext()?.identity;
    if (!isLive || rule === undefined || identity === undefined) return true;
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    this.count(identity.id, response);
    this.watch(rule, http.getRequest<Request>(), response);
    return true;
  }

  private count(id: string, response: Response): void {
    const open = this.open.get(id) ?? 0;
    if (open >= this.limits.MAX_LIVE_STREAMS) throw tooManyStreams(this.limits.MAX_LIVE_STREAMS);
    this.open.set(id, open + 1);
    response.once('close', () => {
      const left = this.open.get(id)! - 1;
      if (left === 0) this.open.delete(id);
      else this.open.set(id, left);
    });
  }

  private watch(rule: AccessRule, request: Request, response: Response): void {
    const { authenticate, recheck = authenticate, vertical } = this.access;
    let failures = 0;
    let isChecking = false;
    const check = async (): Promise<void> => {
      if (isChecking) return;
      isChecking = true;
      try {
        requireAllowed(rule, await recheck(request), request, vertical);
        failures = 0;
      } catch (error) {
        failures += 1;
        const isRefused = error instanceof LintelError && !error.retryable;
        if (!isRefused) this.logger.warn({ message: 'a live stream could not be checked', error });
        // Not `end`, because data that is still waiting must not reach this caller any more.
        if (isRefused || failures >= MOST_FAILURES) response.destroy();
      } finally {
        isChecking = false;
      }
    };
    const timer = setInterval(() => void check(), CHECK_EVERY_MS).unref();
    response.once('close', () => clearInterval(timer));
  }
}

function tooManyStreams(most: number): LintelError {
  return new LintelError('RATE_LIMITED', {
    problem: 'You have too many live streams open.',
    expected: `at most ${most} at a time for one person or key`,
    cure: 'Close one, such as a page in another tab, and let several readers of a program share one stream.',
    retryable: true,
    retryAfterMs: RETRY_AFTER_MS,
  });
}
