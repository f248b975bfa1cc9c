import { LintelError } from '@lintel/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Limits } from './limits-config';

export const LIMITS = Symbol('lintel.limits');

const WINDOW_SECONDS = 60;
/** More requests with wrong or old credentials than pages of people at one address send; each costs a query. */
const REFUSED_CREDENTIALS_PER_MINUTE = 600;

/** How often each caller has called in the minute that runs; of this process alone. */
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

/** What each key may spend in a minute. */
export class Budget {
  private readonly limiter: RateLimiterMemory;

  constructor(
    private readonly name: string,
    private readonly perMinute: number,
  ) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  }

  /**
   * Takes one off, and tells the caller by headers (draft-ietf-httpapi-ratelimit-headers) what is left.
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

  /** Gives one back. */
  async refund(key: string): Promise<void> {
    await this.limiter.reward(key);
  }

  /** Takes one off something that was let in. */
  async charge(key: string): Promise<void> {
    await this.limiter.penalty(key);
  }

  /** @throws LintelError RATE_LIMITED where nothing is left */
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
