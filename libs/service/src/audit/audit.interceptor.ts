import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';
import { auditState } from './audit-note';
import { RequestAudit } from './request-audit';

/**
 * Writes the audit entry of a successful request before the response. Refusals and failures are recorded by the filter
 * that answers them. If a handler sends the response itself (`@Res()` without passthrough), the entry is written right
 * after it.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: RequestAudit) {}

  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const state = auditState();
    if (state === undefined) return next.handle();
    state.entered = true;
    return next.handle().pipe(
      mergeMap(async (result) => {
        await this.audit.done(result);
        return result;
      }),
    );
  }
}
