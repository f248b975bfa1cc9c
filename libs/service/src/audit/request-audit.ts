import { LintelError, prometheusMetric, type Problem } from '@lintel/contracts';
import { type AuditTrail, type NewAuditEntry, type Transaction } from '@lintel/data';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ZodValidationException } from 'nestjs-zod';
import { currentContext } from '../http/request-context';
import { MetricSources } from '../metrics/metric-sources';
import { auditEntryOf } from './audit-entry-of';
import { auditState, noteAudit, type AuditNote, type AuditState } from './audit-note';

export const AUDIT_TRAIL = Symbol('lintel.audit-trail');

const SAFE = ['GET', 'HEAD'];
/** They have no effect, and there may be any number of them. */
const COUNTED_ALONE: readonly string[] = ['RATE_LIMITED', 'QUEUE_FULL'];

/**
 * Writes down who has asked for what, before it is answered. Where that cannot be done, nobody gets to see what they
 * asked for; a change that is in its own transaction with its entry is undone, and one that is not is told of and
 * logged.
 */
@Injectable()
export class RequestAudit {
  private readonly logger = new Logger('Audit');
  private unwritten = 0;

  /** @param trail null: the service has none */
  constructor(
    @Inject(AUDIT_TRAIL) private readonly trail: AuditTrail | null,
    metrics: MetricSources,
  ) {
    if (trail === null) return;
    const help = 'What was done or asked for, and could not be written into the audit trail.';
    metrics.add(() => prometheusMetric('lintel_audit_unwritten_total', 'counter', help, [[{}, this.unwritten]]));
  }

  /**
   * Writes the entry of a change together with the change: either both are there, or neither is.
   * @param transaction let this be the last thing in it
   */
  async within(transaction: Transaction, note: AuditNote = {}): Promise<void> {
    noteAudit(note);
    const state = auditState();
    if (state === undefined || this.trail === null) return;
    await this.trail.append(auditEntryOf(state, { checked: true }), transaction);
    state.written = true;
  }

  /** @throws LintelError where it could not be written */
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

  /** @returns undefined where nothing has to be written, so that nobody waits; never rejects */
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
    problem: 'It was done, but it could not be written into the audit trail.',
    cure: 'Look whether it is there before you repeat it, and tell the operator the correlation id.',
    cause,
  });
}

function notShown(cause: unknown): LintelError {
  return new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'Nobody may see this unless it is written down, and the audit trail cannot be written at the moment.',
    cure: 'Try again in a few seconds.',
    retryable: true,
    cause,
  });
}
