import { isPermitted, type Approval, type Identity } from '@lintel/contracts';

/**
 * - `decide`: this person may decide.
 * - `own`: they requested it themselves, and may only withdraw it.
 * - `other`: it requires a person with more permissions.
 * - `settled`: it can no longer be decided.
 */
export type Part = 'decide' | 'own' | 'other' | 'settled';

/** What a person can do about a requested promotion; the api applies the same rules. */
export function partIn(approval: Approval, identity: Identity, nowMs: number): Part {
  const { state, requestedBy, expiresAt, vertical } = approval;
  if (state !== 'waiting' || Date.parse(expiresAt) <= nowMs) return 'settled';
  if (!isPermitted(identity, 'models:promote', vertical)) return 'other';
  return requestedBy.id === identity.id ? 'own' : 'decide';
}
