import { type AuditEntry } from '@lintel/contracts';
import { SetMetadata } from '@nestjs/common';

export type AuditSubject = NonNullable<AuditEntry['subject']>;

/** The parts of a call from which an audit entry is made. */
export interface AuditedCall {
  /** The parameters of the URL. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The response; empty if the request was refused. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** The parts of a request that its audit entry contains; nothing else is kept. */
export interface AuditPicks {
  /** The resource that the action concerns. */
  readonly subject?: (call: AuditedCall) => AuditSubject | null;
  /** The vertical of the entry. Default: the vertical in which the permission is required. */
  readonly vertical?: string;
  /** Fields of the body that become details if they are strings, numbers, booleans or null. */
  readonly details?: readonly string[];
  /** The field of the body that contains the reason. */
  readonly reason?: string;
}

export type AuditRule =
  | { readonly kind: 'written'; readonly action: string; readonly picks: AuditPicks }
  | { readonly kind: 'not-written'; readonly why: string };

export const AUDIT_RULE = Symbol('lintel.audit-rule');

/**
 * Names a route's action in the audit trail: past tense, `thing.done`. Every change by a signed-in caller is recorded,
 * even on routes without this decorator. GET requests and public routes are recorded only with it.
 */
export const Audited = (action: string, picks: AuditPicks = {}) =>
  SetMetadata(AUDIT_RULE, { kind: 'written', action, picks } satisfies AuditRule);

/** Excludes a route that changes nothing or is called too often. */
export const NotAudited = (why: string) => SetMetadata(AUDIT_RULE, { kind: 'not-written', why } satisfies AuditRule);

/** The resource that the URL names; several parameters form one id. */
export function ofParam(kind: string, ...names: readonly string[]): NonNullable<AuditPicks['subject']> {
  return ({ params }) => ({ kind, id: names.map((name) => String(params[name])).join('/') });
}

/** The created resource: its id is at this path in the response. */
export function ofResult(kind: string, ...path: readonly string[]): NonNullable<AuditPicks['subject']> {
  return ({ result }) => {
    let id: unknown = result;
    for (const name of path.length === 0 ? ['id'] : path) id = (id as Record<string, unknown> | undefined)?.[name];
    return typeof id === 'string' ? { kind, id } : null;
  };
}

const PAST: Readonly<Record<string, string>> = { POST: 'posted', PUT: 'replaced', PATCH: 'changed', DELETE: 'deleted' };

/** The action of a route without a name: `POST /v1/models/:name/promote` becomes `models.promote.posted`. */
export function derivedAction(method: string, path: string): string {
  const words = path.split('/').filter((part) => part !== '' && !part.startsWith(':') && !/^v\d+$/.test(part));
  return [...words, PAST[method] ?? 'called'].join('.');
}
