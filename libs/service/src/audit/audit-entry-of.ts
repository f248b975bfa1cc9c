import { PLATFORM_VERTICAL, verticalNameSchema, type AuditEntry, type Problem } from '@lintel/contracts';
import { type NewAuditEntry } from '@lintel/data';
import { correlationId, currentContext } from '../http/request-context';
import { type AuditState } from './audit-note';
import { type AuditSubject } from './audited';

/** The identity in an audit entry if the caller is unknown, such as for a refused sign-in. */
const ANONYMOUS = { kind: 'anonymous', id: 'anonymous', name: 'Nobody signed in' };
/** Maximum length of a detail; a longer text is neither a name nor a number. */
const LONGEST_DETAIL = 200;
const LONGEST_REASON = 1_000;
/** Validates ids from URLs, which are unchecked if a request is refused early. */
const ID = /^[\w.:@/-]{1,200}$/;

export interface RequestOutcome {
  /** The response; absent if the request was refused. */
  readonly result?: unknown;
  /** The reason for the refusal. */
  readonly problem?: Problem;
  /** False if the content of the request was not validated by a schema. */
  readonly checked: boolean;
}

/** The audit entry of a request: the fields that its route picks and its handler notes, and nothing else. */
export function auditEntryOf(
  { rule: { action, picks }, request, vertical, note }: AuditState,
  { result, problem, checked }: RequestOutcome,
): NewAuditEntry {
  const identity = currentContext()?.identity;
  const body = checked ? record(request.body) : {};
  const picked = picks.subject?.({ params: request.params, result: record(result) }) ?? null;
  return {
    actor: identity === undefined ? ANONYMOUS : { kind: identity.kind, id: identity.id, name: identity.name },
    action: note.action ?? action,
    subject: note.subject === undefined ? checkedSubject(picked) : note.subject,
    vertical: note.vertical ?? picks.vertical ?? checkedVertical(vertical()),
    outcome: note.outcome ?? outcomeOf(problem),
    reason: note.reason ?? (picks.reason === undefined ? null : textOf(body[picks.reason])),
    correlationId: correlationId(),
    details: {
      ...scalars(body, picks.details ?? []),
      ...note.details,
      ...(problem === undefined ? {} : { status: problem.status, code: problem.code }),
    },
  };
}

function outcomeOf(problem: Problem | undefined): AuditEntry['outcome'] {
  if (problem === undefined) return 'done';
  return problem.status < 500 ? 'refused' : 'failed';
}

function checkedSubject(subject: AuditSubject | null): AuditSubject | null {
  return subject === null || ID.test(subject.id) ? subject : { ...subject, id: 'not a valid id' };
}

/** The vertical of a URL that was refused because it is invalid. */
function checkedVertical(vertical: string): string {
  return verticalNameSchema.safeParse(vertical).success ? vertical : PLATFORM_VERTICAL;
}

/** Lists and objects can contain anything beyond their schema, so they are left out. */
function scalars(body: Readonly<Record<string, unknown>>, names: readonly string[]): AuditEntry['details'] {
  const details: AuditEntry['details'] = {};
  for (const name of names) {
    const value = body[name];
    if (typeof value === 'string') details[name] = value.slice(0, LONGEST_DETAIL);
    else if (value === null || typeof value === 'number' || typeof value === 'boolean') details[name] = value;
  }
  return details;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_REASON) : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
