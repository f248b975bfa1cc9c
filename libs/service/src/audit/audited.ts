import { type AuditEntry } from '@lintel/contracts';
import { SetMetadata } from '@nestjs/common';

export type AuditSubject = NonNullable<AuditEntry['subject']>;

/** What an entry may be told from. */
export interface AuditedCall {
  /** Of the address. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What was answered; empty where it was refused. */
  readonly result: Readonly<Record<string, unknown>>;
}

/** What an entry holds of a request; nothing else of it is kept. */
export interface AuditPicks {
  /** What it was done to. */
  readonly subject?: (call: AuditedCall) => AuditSubject | null;
  /** Where it belongs to; default: where its permission is asked for. */
  readonly vertical?: string;
  /** Fields of the body that become details, where they are texts, numbers, true, false or null. */
  readonly details?: readonly string[];
  /** The field of the body that says why. */
  readonly reason?: string;
}

export type AuditRule =
  | { readonly kind: 'written'; readonly action: string; readonly picks: AuditPicks }
  | { readonly kind: 'not-written'; readonly why: string };

export const AUDIT_RULE = Symbol('lintel.audit-rule');

/**
 * Names what a route does in the audit trail: past tense, `thing.done`. Every change by somebody who is signed in is
 * written down, also where its route says nothing; a GET, and what is open to everybody, only with this.
 */
export const Audited = (action: string, picks: AuditPicks = {}) =>
  SetMetadata(AUDIT_RULE, { kind: 'written', action, picks } satisfies AuditRule);

/** For a route that changes nothing, or is called too often to be written down. */
export const NotAudited = (why: string) => SetMetadata(AUDIT_RULE, { kind: 'not-written', why } satisfies AuditRule);

/** The thing that the address names; several parameters make one id. */
export function ofParam(kind: string, ...names: readonly string[]): NonNullable<AuditPicks['subject']> {
  return ({ params }) => ({ kind, id: names.map((name) => String(params[name])).join('/') });
}

/** The thing that was made: its id lies in the answer under these names. */
export function ofResult(kind: string, ...path: readonly string[]): NonNullable<AuditPicks['subject']> {
  return ({ result }) => {
    let id: unknown = result;
    for (const name of path.length === 0 ? ['id'] : path) id = (id as Record<string, unknown> | undefined)?.[name];
    return typeof id === 'string' ? { kind, id } : null;
  };
}

const PAST: Readonly<Record<string, string>> = { POST: 'posted', PUT: 'replaced', PATCH: 'changed', DELETE: 'deleted' };

/** For a route that gives no name: `POST /v1/models/:name/promote` is `models.promote.posted`. */
export function derivedAction(method: string, path: string): string {
  const words = path.split('/').filter((part) => part !== '' && !part.startsWith(':') && !/^v\d+$/.test(part));
  return [...words, PAST[method] ?? 'called'].join('.');
}
