import { type ApiKey } from '@lintel/contracts';

export type KeyState = 'active' | 'expired' | 'revoked';

/** Whether a key still works. */
export function keyState({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, nowMs: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'active';
}
