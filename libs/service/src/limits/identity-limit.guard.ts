import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Response } from 'express';
import { currentContext } from '../http/request-context';
import { RateLimits } from './rate-limits';

/** Limits the requests of one person or key, from all addresses. Runs after the guard that identifies the caller. */
@Injectable()
export class IdentityLimitGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const identity = currentContext()?.identity;
    if (identity === undefined) return true;
    await this.limits.identities.spend(identity.id, context.switchToHttp().getResponse<Response>());
    return true;
  }
}
