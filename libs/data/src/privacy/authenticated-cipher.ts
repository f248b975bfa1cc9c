import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Key size of AES-256-GCM (NIST SP 800-38D), bytes. */
export const KEY_BYTES = 32;

/**
 * @param key 32 bytes
 * @param place what the text belongs to; decryption with another place fails
 * @returns random IV (12 bytes), tag (16 bytes), ciphertext
 */
export function encrypt(key: Uint8Array, place: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** Reverses `encrypt`. @throws Error if key, place or bytes differ */
export function decrypt(key: Uint8Array, place: string, encrypted: Buffer): Buffer {
  const tagEnd = IV_BYTES + TAG_BYTES;
  if (encrypted.length < tagEnd) throw new Error('too short to be encrypted');
  const decipher = createDecipheriv(ALGORITHM, key, encrypted.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(encrypted.subarray(IV_BYTES, tagEnd));
  return Buffer.concat([decipher.update(encrypted.subarray(tagEnd)), decipher.final()]);
}
