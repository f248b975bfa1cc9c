import { LintelError } from '../lintel-error';

/** The `code` of an error of the operating system, such as `ENOSPC`; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('errno' in error) || !('code' in error)) return undefined;
  return String(error.code);
}

/** Explains why reading `path` failed; errors that do not come from the system are returned unchanged. */
export function readError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new LintelError(missing ? 'NOT_FOUND' : 'DATASET_INVALID', {
    problem: missing ? `There is nothing at ${path}.` : `${path} cannot be read.`,
    received: error instanceof Error ? error.message : String(error),
    cure: missing
      ? path.includes('\uFFFD')
        ? 'Rename it: names must be UTF-8, and other bytes are lost when a path is passed.'
        : 'Check the spelling of the path.'
      : `Give this user the right to read it (ls -ld '${path}' shows who has it).`,
    cause: error,
  });
}

/** Explains why writing `path` failed; errors that do not come from the system are returned unchanged. */
export function writeError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  const received = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new LintelError('DISK_FULL', {
      problem: `The disk is full: ${path} could not be written. The partial file was removed.`,
      received,
      cure: 'Free some space, or choose a folder on another disk; then run again.',
      retryable: true,
      cause: error,
    });
  }
  return new LintelError('OUTPUT_UNWRITABLE', {
    problem: `${path} cannot be written.`,
    received,
    cure: 'Choose a folder that this user may write to, or change its permissions.',
    cause: error,
  });
}
