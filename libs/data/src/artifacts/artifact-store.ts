import { LintelError } from '@lintel/contracts';

/**
 * Where models, dataset lists and pictures are kept: bytes by key. Keys are paths of letters, digits, `.`, `_` and `-`
 * (`models/shop.goods/1/model.onnx`), and no key is the folder of another. What lies there is written once and read
 * often; an artefact is held in memory while it is written or read.
 */
export interface ArtifactStore {
  /**
   * Whole or not at all; replaces what lay there.
   * @throws LintelError INVALID_ARGUMENT (the key), DISK_FULL, OUTPUT_UNWRITABLE, SERVICE_UNAVAILABLE,
   *   INVALID_CONFIGURATION
   */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** As `put`, from a file. @throws LintelError as `put`; NOT_FOUND (no such file) */
  putFile(key: string, path: string): Promise<void>;
  /** @throws LintelError NOT_FOUND, INVALID_ARGUMENT (the key), SERVICE_UNAVAILABLE, INVALID_CONFIGURATION */
  get(key: string): Promise<Buffer>;
  /** As `get`, into a file that is whole or absent. @throws LintelError as `get`; DISK_FULL, OUTPUT_UNWRITABLE */
  getFile(key: string, path: string): Promise<void>;
  /** @throws LintelError as `get`, but for NOT_FOUND */
  has(key: string): Promise<boolean>;
  /** All keys that begin with the text, sorted; '' for all. @throws LintelError as `has` */
  list(prefix: string): Promise<string[]>;
  /** May be repeated: that there is nothing is no error. @throws LintelError as `has` */
  delete(key: string): Promise<void>;
}

const MAX_KEY_LENGTH = 512;
/** No segment begins with a dot: `..` leads out of the folder, and names with a dot are the store's own. */
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
    problem: `This is no ${what} of an artefact.`,
    expected: `at most ${MAX_KEY_LENGTH} letters, digits, ".", "_", "-" and "/", and no part that begins with a dot`,
    received: JSON.stringify(text.slice(0, MAX_KEY_LENGTH)),
    cure: 'Name artefacts like models/shop.goods/1/model.onnx.',
  });
}

export function artifactMissing(key: string, cause?: unknown): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no artefact ${key}.`,
    cure: 'Check that this program uses the store (ARTIFACT_DIR or S3_…) in which it was put.',
    ...(cause === undefined ? {} : { cause }),
  });
}
