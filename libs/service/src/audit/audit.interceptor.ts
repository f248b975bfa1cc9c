import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';
import { auditState } from './audit-note';
import { RequestAudit } from './request-audit';

/**
 * Writes down what was done, before it is answered. What is refused or fails is written by the filter that answers it.
 * A handler that answers by itself (`@Res()` without passthrough) is written down right after.
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
