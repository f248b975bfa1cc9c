import { type AuditEntry } from '@lintel/contracts';
import { type Request } from 'express';
import { currentContext, type RequestContext } from '../http/request-context';
import { type AuditRule, type AuditSubject } from './audited';

/** What a handler knows better than its route. */
export interface AuditNote {
  readonly action?: string;
  readonly subject?: AuditSubject | null;
  /** Added to those that are told already. */
  readonly details?: AuditEntry['details'];
  readonly vertical?: string;
  readonly reason?: string | null;
  readonly outcome?: AuditEntry['outcome'];
}

/** How far the writing of a request's entry is. */
export interface AuditState {
  readonly rule: Extract<AuditRule, { kind: 'written' }>;
  readonly request: Request;
  /** False for what is open to everybody and says nothing: written only where somebody turns out to be signed in. */
  readonly named: boolean;
  /** Of what the route names, or the app's own. */
  readonly vertical: () => string;
  /** The guards have let it in. */
  entered: boolean;
  /** In the transaction of the handler. */
  written: boolean;
  /** It was tried and failed; once is enough. */
  lost: boolean;
  note: AuditNote;
}

const states = new WeakMap<RequestContext, AuditState>();

export function beginAudit(state: AuditState): void {
  const context = currentContext();
  if (context !== undefined) states.set(context, state);
}

/** Of the request that is being served; undefined where it is not written down. */
export function auditState(): AuditState | undefined {
  const context = currentContext();
  return context === undefined ? undefined : states.get(context);
}

/** Tells more of what is being done, for the entry that will be written; the last word counts. */
export function noteAudit(note: AuditNote): void {
  const state = auditState();
  if (state === undefined) return;
  state.note = { ...state.note, ...note, details: { ...state.note.details, ...note.details } };
}
