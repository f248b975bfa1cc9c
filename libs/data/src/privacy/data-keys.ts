import { LintelError } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { decrypt, encrypt, KEY_BYTES } from './authenticated-cipher';

/** A key as stored in the database: encrypted, with the id of its master key. */
export interface WrappedKey {
  readonly masterKeyId: string;
  readonly wrapped: Buffer;
}

/**
 * The master keys, which only encrypt other keys. They are stored outside the database: neither is useful without the
 * other.
 */
export class DataKeys {
  readonly currentId: string;
  private readonly keys: ReadonlyMap<string, Buffer>;

  /**
   * @param current 32 bytes; wraps new keys
   * @param old 32 bytes each; only unwrap, until all keys have been rewrapped
   */
  constructor(current: Buffer, old: readonly Buffer[] = []) {
    this.currentId = idOf(current);
    this.keys = new Map([current, ...old].map((key) => [idOf(key), key]));
  }

  /** @param place the name of the key, so that wrapped keys cannot be exchanged */
  wrap(place: string, key: Uint8Array): WrappedKey {
    return { masterKeyId: this.currentId, wrapped: encrypt(this.keys.get(this.currentId)!, place, key) };
  }

  /** @throws LintelError INVALID_CONFIGURATION if the master key is missing, ARTIFACT_CORRUPT */
  unwrap(place: string, { masterKeyId, wrapped }: WrappedKey): Buffer {
    const master = this.keys.get(masterKeyId);
    if (master === undefined) throw unknownMasterKey(masterKeyId, [...this.keys.keys()]);
    try {
      return decrypt(master, place, wrapped);
    } catch (cause) {
      throw new LintelError('ARTIFACT_CORRUPT', {
        problem: `The stored key of ${place} is damaged.`,
        cure: 'Restore the tables platform.subject_key and platform.data_secret from a backup.',
        cause,
      });
    }
  }
}

/**
 * @param current base64 of 32 bytes
 * @param old the same, separated by commas
 * @throws LintelError INVALID_CONFIGURATION
 */
export function readDataKeys(current: string, old = ''): DataKeys {
  const former = old.split(',').filter((text) => text.trim() !== '');
  return new DataKeys(
    readKey('DATA_KEY', current),
    former.map((text) => readKey('DATA_KEYS_OLD', text)),
  );
}

function readKey(variable: string, text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES && /^[A-Za-z0-9+/]+=*$/.test(text.trim())) return key;
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: `${variable} is not a valid key.`,
    expected: `${KEY_BYTES} random bytes as base64`,
    received: `${key.length} bytes`,
    cure: 'Create one with `openssl rand -base64 32`, and keep it: without it, sealed data cannot be read.',
  });
}

/** Identifies a key without revealing anything about it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('lintel data key').update(key).digest('hex').slice(0, 16);
}

function unknownMasterKey(id: string, known: readonly string[]): LintelError {
  return new LintelError('INVALID_CONFIGURATION', {
    problem: 'The data in the database were sealed with a master key that is not configured.',
    expected: `the key ${id}`,
    received: known.join(', '),
    cure: 'Set DATA_KEY to the earlier key, or add it to DATA_KEYS_OLD beside the new one.',
  });
}
