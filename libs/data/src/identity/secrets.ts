import { createHash, randomBytes, randomInt } from 'node:crypto';

const TOKEN_BYTES = 32;
/** Excludes characters that are easily confused when read aloud or copied from paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_GROUPS = 4;
const GROUP_LENGTH = 5;

/** @returns 256 random bits, base64url (43 letters) */
export function randomToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** @returns readable letters and digits, 4.9 bits each */
export function randomLetters(length: number): string {
  return Array.from({ length }, () => READABLE[randomInt(READABLE.length)]).join('');
}

/** @returns a password to hand over, such as `k7mwp-3txqa-9fhze-c2ydu` (99 bits) */
export function randomPassword(): string {
  return Array.from({ length: PASSWORD_GROUPS }, () => randomLetters(GROUP_LENGTH)).join('-');
}

/** Sufficient for a secret of 256 random bits; passwords need `Passwords`. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
