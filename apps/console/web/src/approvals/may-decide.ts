import { isPermitted, type Approval, type Identity } from '@lintel/contracts';

/**
 * - `decide`: it waits for this person among others.
 * - `own`: they have asked for it themselves, and may only take it back.
 * - `other`: it needs somebody who may do more.
 * - `settled`: nobody can decide any more.
 */
export type Part = 'decide' | 'own' | 'other' | 'settled';

/** What a person has to do with a promotion that somebody asked for; the api judges the same way. */
export function partIn(approval: Approval, identity: Identity, nowMs: number): Part {
  const { state, requestedBy, expiresAt, vertical } = approval;
  if (state !== 'waiting' || Date.parse(expiresAt) <= nowMs) return 'settled';
  if (!isPermitted(identity, 'models:promote', vertical)) return 'other';
  return requestedBy.id === identity.id ? 'own' : 'decide';
}
