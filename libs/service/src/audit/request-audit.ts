import { LintelError, prometheusMetric, type Problem } from '@lintel/contracts';
import { type AuditTrail, type NewAuditEntry } from '@lintel/data';
import { type Transaction } from '@lintel/streams';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ZodValidationException } from 'nestjs-zod';
import { currentContext } from '../http/request-context';
import { MetricSources } from '../metrics/metric-sources';
import { auditEntryOf } from './audit-entry-of';
import { auditState, noteAudit, type AuditNote, type AuditState } from './audit-note';

export const AUDIT_TRAIL = Symbol('lintel.audit-trail');

const SAFE = ['GET', 'HEAD'];
/** Refusals that have no effect and can be numerous, so they are only counted. */
const COUNTED_ALONE: readonly string[] = ['RATE_LIMITED', 'QUEUE_FULL'];

/**
 * Records who requested what, before the response. If the entry cannot be written, the response is withheld. A change
 * in one transaction with its entry is rolled back; any other change is reported to the caller and logged.
 */
@Injectable()
export class RequestAudit {
  private readonly logger = new Logger('Audit');
  private unwritten = 0;

  /** @param trail null if the service has no audit trail */
  constructor(
    @Inject(AUDIT_TRAIL) private readonly trail: AuditTrail | null,
    metrics: MetricSources,
  ) {
    if (trail === null) return;
    const help = 'What was done or asked for, and could not be written into the audit trail.';
    metrics.add(() => prometheusMetric('lintel_audit_unwritten_total', 'counter', help, [[{}, this.unwritten]]));
  }

  /**
   * Writes the entry in the transaction of the change: either both are stored or neither.
   * @param transaction this call must be the last one in it
   */
  async within(transaction: Transaction, note: AuditNote = {}): Promise<void> {
    noteAudit(note);
    const state = auditState();
    if (state === undefined || this.trail === null) return;
    await this.trail.append(auditEntryOf(state, { checked: true }), transaction);
    state.written = true;
  }

  /** @throws LintelError if the entry could not be written */
  async done(result: unknown): Promise<void> {
    const state = this.writable();
    if (state === undefined || state.written) return;
    const entry = auditEntryOf(state, { result, checked: true });
    try {
      await this.trail?.append(entry);
    } catch (cause) {
      this.lose(state, entry, cause);
      throw SAFE.includes(state.request.method) ? notShown(cause) : notWritten(cause);
    }
  }

  /** @returns undefined if nothing has to be written; the promise never rejects */
  refused(error: unknown, problem: Problem): Promise<void> | undefined {
    const state = this.writable();
    if (state === undefined || state.lost || COUNTED_ALONE.includes(problem.code)) return undefined;
    const checked = state.entered && !(error instanceof ZodValidationException);
    const entry = auditEntryOf(state, { problem, checked });
    return this.trail?.append(entry).then(
      () => undefined,
      (cause: unknown) => this.lose(state, entry, cause),
    );
  }

  private writable(): AuditState | undefined {
    const state = auditState();
    if (state === undefined || this.trail === null) return undefined;
    return state.named || currentContext()?.identity !== undefined ? state : undefined;
  }

  private lose(state: AuditState, { actor, action, subject, outcome, correlationId }: NewAuditEntry, error: unknown) {
    state.lost = true;
    this.unwritten += 1;
    const entry = { actor: actor.id, action, subject: subject?.id ?? null, outcome };
    this.logger.error({ message: 'the audit trail could not be written', correlationId, ...entry, error });
  }
}

function notWritten(cause: unknown): LintelError {
  return new LintelError('AUDIT_BROKEN', {
    problem: 'The change was made, but it could not be recorded in the audit trail.',
    cure: 'Check whether the change exists before you repeat it, and give the operator the correlation id.',
    cause,
  });
}

function notShown(cause: unknown): LintelError {
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'This request must be recorded in the audit trail, which is not available at the moment.',
    cure: 'Try again in a few seconds.',
    retryable: true,
    cause,
  });
}
