import { LintelError } from '@lintel/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Limits } from './limits-config';

export const LIMITS = Symbol('lintel.limits');

const WINDOW_SECONDS = 60;
/**
 * Limit of requests with wrong or expired credentials per address; ordinary pages behind one address send fewer. Each
 * costs a query.
 */
const REFUSED_CREDENTIALS_PER_MINUTE = 600;

/** Counts the calls of each caller in the current minute, in this process. */
@Injectable()
export class RateLimits {
  readonly identities: Budget;
  readonly addresses: Budget;
  readonly signIns: Budget;
  readonly refusedCredentials: Budget;

  constructor(@Inject(LIMITS) { RATE_LIMIT_PER_MINUTE, REFUSED_SIGN_INS_PER_MINUTE }: Limits) {
    this.identities = new Budget('identity', RATE_LIMIT_PER_MINUTE);
    this.addresses = new Budget('address', RATE_LIMIT_PER_MINUTE);
    this.signIns = new Budget('refused-sign-ins', REFUSED_SIGN_INS_PER_MINUTE);
    this.refusedCredentials = new Budget('refused-credentials', REFUSED_CREDENTIALS_PER_MINUTE);
  }
}

/** The number of requests that each key can make per minute. */
export class Budget {
  private readonly limiter: RateLimiterMemory;

  constructor(
    private readonly name: string,
    private readonly perMinute: number,
  ) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  }

  /**
   * Uses one request and reports the remaining ones in headers (draft-ietf-httpapi-ratelimit-headers).
   * @throws LintelError RATE_LIMITED
   */
  async spend(key: string, response: Response): Promise<void> {
    const spent = await this.limiter.consume(key).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    const seconds = Math.ceil(spent.msBeforeNext / 1_000);
    response.setHeader('ratelimit-policy', `"${this.name}";q=${this.perMinute};w=${WINDOW_SECONDS}`);
    response.setHeader('ratelimit', `"${this.name}";r=${spent.remainingPoints};t=${seconds}`);
    if (spent.consumedPoints > this.perMinute) throw this.exceeded(spent.msBeforeNext);
  }

  /** Returns one request to the budget. */
  async refund(key: string): Promise<void> {
    await this.limiter.reward(key);
  }

  /** Charges one request that was already admitted. */
  async charge(key: string): Promise<void> {
    await this.limiter.penalty(key);
  }

  /** @throws LintelError RATE_LIMITED if the budget is used up */
  async requireLeft(key: string): Promise<void> {
    const spent = await this.limiter.get(key);
    if (spent !== null && spent.consumedPoints >= this.perMinute) throw this.exceeded(spent.msBeforeNext);
  }

  private exceeded(retryAfterMs: number): LintelError {
    return new LintelError('RATE_LIMITED', {
      problem: 'There were too many requests in the last minute.',
      expected: `at most ${this.perMinute} a minute (${this.name})`,
      cure: 'Wait as long as the header Retry-After says, and ask less often.',
      retryable: true,
      retryAfterMs,
    });
  }
}
