import { Injectable, Logger, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request, type Response } from 'express';
import { ACCESS_RULE, type AccessRule } from '../access/access-rule';
import { clientOf } from './client-address';
import { RateLimits } from './rate-limits';

const SIGN_IN = Symbol('lintel.sign-in');
/** Probes must always be answered. */
const PROBES = /^\/(health|v2\/health|metrics)(\/|$)/;
export const isProbe = ({ path }: Request): boolean => PROBES.test(path);

/** For routes that take a password: limits the refused attempts per address and minute. */
export const LimitSignIns = () => SetMetadata(SIGN_IN, true);

/**
 * Limits requests by address while the caller is unknown: public routes, sign-ins, and refused credentials. Runs before
 * the guard that checks credentials.
 */
@Injectable()
export class AddressLimitGuard implements CanActivate {
  private readonly logger = new Logger('Limits');

  constructor(
    private readonly limits: RateLimits,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (isProbe(request)) return true;
    const response = http.getResponse<Response>();
    const targets = [context.getHandler(), context.getClass()];
    const client = clientOf(request.ip);
    await this.limits.refusedCredentials.requireLeft(client);
    const isSignIn = this.reflector.getAllAndOverride<true | undefined>(SIGN_IN, targets) === true;
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    if (isSignIn) await this.limits.signIns.spend(client, response);
    else if (rule?.kind === 'public') await this.limits.addresses.spend(client, response);
    response.once('finish', () => {
      void this.settle(client, isSignIn, response.statusCode).catch((error: unknown) => this.logger.warn({ error }));
    });
    return true;
  }

  private async settle(client: string, isSignIn: boolean, status: number): Promise<void> {
    if (isSignIn && status < 400) await this.limits.signIns.refund(client);
    if (!isSignIn && status === 401) await this.limits.refusedCredentials.charge(client);
  }
}
