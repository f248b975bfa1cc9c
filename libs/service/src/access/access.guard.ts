import { isPermitted, isPermittedSomewhere, LintelError, type Identity, type Permission } from '@lintel/contracts';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { noteAudit } from '../audit/audit-note';
import { currentContext, currentIdentity, notSignedIn } from '../http/request-context';
import { ACCESS_RULE, type AccessRule } from './access-rule';

/** The sender of a request. */
export interface Authenticated {
  readonly identity: Identity;
  /** If true, only routes with `SignedIn` are open until the password is changed. */
  readonly mustChangePassword: boolean;
}

export interface AccessOptions {
  /** The vertical of the app: `ecommerce`. */
  readonly vertical: string;
  /**
   * @returns undefined if the request brings no credentials
   * @throws LintelError NOT_SIGNED_IN if they are invalid or expired; NOT_PERMITTED for a forged request
   */
  readonly authenticate: (request: Request) => Promise<Authenticated | undefined>;
  /**
   * Authenticates again while a response is in progress: reads the database directly and does not count as use of the
   * session. Default: `authenticate`.
   */
  readonly recheck?: (request: Request) => Promise<Authenticated | undefined>;
}

export const ACCESS_OPTIONS = Symbol('lintel.access-options');

/** Admits a request if its route allows the identity; a route that declares no rule stays closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === undefined) throw new Error(`${context.getClass().name} has a route that declares no permission`);
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const authenticated = await this.options.authenticate(request);
    const store = currentContext();
    if (store !== undefined && authenticated !== undefined) store.identity = authenticated.identity;
    requireAllowed(rule, authenticated, request, this.options.vertical);
    return true;
  }
}

/** @throws LintelError NOT_SIGNED_IN, PASSWORD_CHANGE_NEEDED, NOT_PERMITTED */
export function requireAllowed(
  rule: AccessRule,
  authenticated: Authenticated | undefined,
  request: Request,
  vertical: string,
): void {
  if (rule.kind === 'public') return;
  if (authenticated === undefined) throw notSignedIn();
  if (rule.kind === 'signed-in') return;
  const { identity, mustChangePassword } = authenticated;
  if (mustChangePassword) throw changePasswordFirst();
  const { permission, place } = rule;
  if (place === 'anywhere') {
    if (!isPermittedSomewhere(identity, permission)) throw notPermitted(permission, 'any vertical');
  } else {
    checkPermitted(identity, permission, place === 'here' ? vertical : place(request));
  }
}

/**
 * Checks a permission in a vertical that is known only after a lookup, such as that of a job. @throws LintelError
 * NOT_PERMITTED
 */
export function requirePermitted(permission: Permission, vertical: string): void {
  noteAudit({ vertical });
  checkPermitted(currentIdentity(), permission, vertical);
}

function checkPermitted(identity: Identity, permission: Permission, vertical: string): void {
  if (!isPermitted(identity, permission, vertical)) throw notPermitted(permission, vertical);
}

function notPermitted(permission: Permission, where: string): LintelError {
  return new LintelError('NOT_PERMITTED', {
    problem: 'You do not have permission to do this.',
    expected: `the permission ${permission} in ${where}`,
    cure: 'Ask an administrator for a role that includes it.',
  });
}

function changePasswordFirst(): LintelError {
  return new LintelError('PASSWORD_CHANGE_NEEDED', {
    problem: 'Your password was set by someone else.',
    cure: 'Choose a new password first.',
  });
}
