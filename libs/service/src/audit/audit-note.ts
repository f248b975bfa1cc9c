import { type AuditEntry } from '@lintel/contracts';
import { type Request } from 'express';
import { currentContext, type RequestContext } from '../http/request-context';
import { type AuditRule, type AuditSubject } from './audited';

/** Audit details that a handler knows better than its route. */
export interface AuditNote {
  readonly action?: string;
  readonly subject?: AuditSubject | null;
  /** Added to the details that the entry already has. */
  readonly details?: AuditEntry['details'];
  readonly vertical?: string;
  readonly reason?: string | null;
  readonly outcome?: AuditEntry['outcome'];
}

/** The state of a request's audit entry. */
export interface AuditState {
  readonly rule: Extract<AuditRule, { kind: 'written' }>;
  readonly request: Request;
  /** False for a public route without `@Audited`: an entry is written only if the caller turns out to be signed in. */
  readonly named: boolean;
  /** The vertical of the resource that the route names, or the app's vertical. */
  readonly vertical: () => string;
  /** The guards have admitted the request. */
  entered: boolean;
  /** The entry was written in the handler's transaction. */
  written: boolean;
  /** Writing was tried and failed; it is not tried again. */
  lost: boolean;
  note: AuditNote;
}

const states = new WeakMap<RequestContext, AuditState>();

export function beginAudit(state: AuditState): void {
  const context = currentContext();
  if (context !== undefined) states.set(context, state);
}

/** The audit state of the current request; undefined if it is not audited. */
export function auditState(): AuditState | undefined {
  const context = currentContext();
  return context === undefined ? undefined : states.get(context);
}

/** Adds details to the audit entry of the current request; the last value of a field wins. */
export function noteAudit(note: AuditNote): void {
  const state = auditState();
  if (state === undefined) return;
  state.note = { ...state.note, ...note, details: { ...state.note.details, ...note.details } };
}
