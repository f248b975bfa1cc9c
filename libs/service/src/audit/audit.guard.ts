import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { ACCESS_RULE, type AccessRule } from '../access/access-rule';
import { ACCESS_OPTIONS, type AccessOptions } from '../access/access.guard';
import { beginAudit } from './audit-note';
import { AUDIT_RULE, derivedAction, type AuditRule } from './audited';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Decides whether a request is audited, and always admits it. It is a guard so that it runs before the guards that
 * refuse: the filter that answers a refusal does not know the route.
 */
@Injectable()
export class AuditGuard implements CanActivate {
  constructor(
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const declared = this.reflector.getAllAndOverride<AuditRule | undefined>(AUDIT_RULE, targets);
    if (declared?.kind === 'not-written') return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (declared === undefined && SAFE.includes(request.method)) return true;
    const access = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    beginAudit({
      rule: declared ?? { kind: 'written', action: derivedAction(request.method, templateOf(request)), picks: {} },
      request,
      named: declared !== undefined,
      vertical: () => this.verticalOf(access, request),
      entered: false,
      written: false,
      lost: false,
      note: {},
    });
    return true;
  }

  private verticalOf(access: AccessRule | undefined, request: Request): string {
    const place = access?.kind === 'permission' ? access.place : 'here';
    return typeof place === 'function' ? place(request) : this.options.vertical;
  }
}

function templateOf({ route }: Request): string {
  const { path } = route as { readonly path?: unknown };
  return typeof path === 'string' ? path : '';
}
