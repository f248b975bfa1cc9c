import { LintelError } from '@lintel/contracts';

/** The parts of a record that may contain personal data. */
export interface SealableContents {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Seals the copies of events that a consumer group keeps in its retry topics and dead letters. The keys belong to
 * whoever keeps the personal data, so a consumer receives its seal from there.
 */
export interface EventSeal {
  /** A sealed copy keeps its key. @param subject whom the event is about, if known */
  seal<Copy extends SealableContents>(group: string, record: Copy, subject: string | undefined): Promise<Copy>;
  /** Unsealed copies are returned unchanged. @throws LintelError SUBJECT_ERASED, ARTIFACT_CORRUPT */
  open<Copy extends SealableContents>(group: string, record: Copy): Promise<Copy>;
  /** Seals another value with the key of a record. @throws LintelError SUBJECT_ERASED */
  sealLike<Copy extends SealableContents>(group: string, record: Copy, value: Buffer): Promise<Copy>;
}

/** Header of a sealed copy: the id of its key. */
export const SEALED_HEADER = 'lintel-sealed';
/** Headers with the error's text, which may repeat the data. The error code stays readable. */
export const ERROR_TEXT_HEADERS = ['lintel-error-message', 'lintel-error-stack'] as const;

const TEXT = /^sealed:1:([A-Za-z0-9_-]+)$/;

/** Whether the copy of an event is sealed. */
export function isSealed({ headers }: Pick<SealableContents, 'headers'>): boolean {
  return headers[SEALED_HEADER] !== undefined;
}

/** For places that only store text, such as a header or a field of an event. */
export function sealedText(sealed: Buffer): string {
  return `sealed:1:${sealed.toString('base64url')}`;
}

/** Reverses `sealedText`; undefined if the text is not sealed. */
export function fromSealedText(text: string): Buffer | undefined {
  const match = TEXT.exec(text);
  return match === null ? undefined : Buffer.from(match[1]!, 'base64url');
}

/** For `catch`: undefined if the subject was erased; any other error is thrown again. */
export function undefinedIfErased(error: unknown): undefined {
  if (error instanceof LintelError && error.code === 'SUBJECT_ERASED') return undefined;
  throw error;
}
