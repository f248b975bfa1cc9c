import { LintelError } from '@lintel/contracts';
import { decrypt, encrypt } from './authenticated-cipher';

/** The key for one subject's data in one vertical. */
export interface SubjectKey {
  /** UUID; included in everything sealed with the key. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** Format of the bytes: version, id of the key, IV, tag, ciphertext. */
const VERSION = 1;
const HEADER_BYTES = 17;

/**
 * @param place where the value is stored: `ecommerce/recognition.thumbnail`; it can only be opened for the same place
 */
export function sealValue({ id, key }: SubjectKey, place: string, plain: Uint8Array): Buffer {
  const keyId = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.of(VERSION), keyId, encrypt(key, place, plain)]);
}

/** @throws LintelError ARTIFACT_CORRUPT */
export function openValue({ key }: SubjectKey, place: string, sealed: Buffer): Buffer {
  try {
    return decrypt(key, place, sealed.subarray(HEADER_BYTES));
  } catch (cause) {
    throw corrupt(place, cause);
  }
}

/** The id of the key that opens it. @throws LintelError ARTIFACT_CORRUPT if it is not sealed */
export function keyIdOf(sealed: Buffer): string {
  if (sealed.length <= HEADER_BYTES || sealed[0] !== VERSION) throw corrupt('a value');
  const hex = sealed.toString('hex', 1, HEADER_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function subjectErased(cause?: unknown): LintelError {
  return new LintelError('SUBJECT_ERASED', {
    problem: 'The data of this subject were erased.',
    cure: 'They cannot be recovered: their key is destroyed.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function corrupt(place: string, cause?: unknown): LintelError {
  return new LintelError('ARTIFACT_CORRUPT', {
    problem: `The sealed value at ${place} is damaged.`,
    cure: 'Restore it from a backup; it may have been copied from another place, or changed manually.',
    ...(cause === undefined ? {} : { cause }),
  });
}
