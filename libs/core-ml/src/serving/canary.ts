import { createHash } from 'node:crypto';

/**
 * Whether a request goes to the challenger. A hash of the key decides, so that a key stays on its side, and a larger
 * share keeps the keys that are already there. The hash includes the challenger, so that different challengers get
 * different keys.
 * @param share in (0, 1]
 */
export function goesToChallenger(key: string, challengerId: string, share: number): boolean {
  const digest = createHash('sha256').update(challengerId).update('\0').update(key).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < share;
}
