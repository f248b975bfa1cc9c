import { LintelError } from '@lintel/contracts';

/**
 * Stores models, dataset lists and pictures as bytes by key. Keys are paths of letters, digits, `.`, `_` and `-`
 * (`models/shop.goods/1/model.onnx`), and no key is the folder of another. Artefacts are written once and read often;
 * each is held in memory while it is written or read.
 */
export interface ArtifactStore {
  /**
   * Writes atomically and replaces an existing artefact.
   * @throws LintelError INVALID_ARGUMENT (the key), DISK_FULL, OUTPUT_UNWRITABLE, SERVICE_UNAVAILABLE,
   *   INVALID_CONFIGURATION
   */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Like `put`, from a file. @throws LintelError like `put`; NOT_FOUND (no such file) */
  putFile(key: string, path: string): Promise<void>;
  /** @throws LintelError NOT_FOUND, INVALID_ARGUMENT (the key), SERVICE_UNAVAILABLE, INVALID_CONFIGURATION */
  get(key: string): Promise<Buffer>;
  /**
   * Like `get`, into a file that is written atomically. @throws LintelError like `get`; DISK_FULL, OUTPUT_UNWRITABLE
   */
  getFile(key: string, path: string): Promise<void>;
  /** @throws LintelError like `get`, except NOT_FOUND */
  has(key: string): Promise<boolean>;
  /** All keys that start with the prefix, sorted; '' for all. @throws LintelError like `has` */
  list(prefix: string): Promise<string[]>;
  /** Idempotent: a missing artefact is not an error. @throws LintelError like `has` */
  delete(key: string): Promise<void>;
}

const MAX_KEY_LENGTH = 512;
/** No segment starts with a dot: `..` leaves the folder, and names with a leading dot are reserved for the store. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const PREFIX = /^([A-Za-z0-9_-][A-Za-z0-9._-]*\/)*([A-Za-z0-9_-][A-Za-z0-9._-]*)?$/;

/** @throws LintelError INVALID_ARGUMENT */
export function checkKey(key: string): string {
  return check(key, KEY, 'key');
}

/** @throws LintelError INVALID_ARGUMENT */
export function checkPrefix(prefix: string): string {
  return check(prefix, PREFIX, 'prefix');
}

function check(text: string, pattern: RegExp, what: string): string {
  if (text.length <= MAX_KEY_LENGTH && pattern.test(text)) return text;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `This is not a valid artefact ${what}.`,
    expected: `at most ${MAX_KEY_LENGTH} letters, digits, ".", "_", "-" and "/", and no part that starts with a dot`,
    received: JSON.stringify(text.slice(0, MAX_KEY_LENGTH)),
    cure: 'Name artefacts like models/shop.goods/1/model.onnx.',
  });
}

export function artifactMissing(key: string, cause?: unknown): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no artefact ${key}.`,
    cure: 'Check that this program uses the store (ARTIFACT_DIR or S3_…) that contains it.',
    ...(cause === undefined ? {} : { cause }),
  });
}
