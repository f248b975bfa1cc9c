import { LintelError } from '@lintel/contracts';

/** The `code` of an error of the operating system, such as `ENOSPC`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Says what a failed read of `path` means; an error that is a LintelError already stays as it is. */
export function readError(error: unknown, path: string): LintelError {
  if (error instanceof LintelError) return error;
  const code = systemCode(error);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new LintelError(missing ? 'NOT_FOUND' : 'DATASET_INVALID', {
    problem: missing ? `There is nothing at ${path}.` : `${path} cannot be read.`,
    received: error instanceof Error ? error.message : String(error),
    cure: missing
      ? 'Check the spelling of the path.'
      : `Give this user the right to read it (ls -ld '${path}' shows who has it).`,
    cause: error,
  });
}

/** Says what a failed write under `path` means; an error that is a LintelError already stays as it is. */
export function writeError(error: unknown, path: string): LintelError {
  if (error instanceof LintelError) return error;
  const code = systemCode(error);
  const received = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new LintelError('DISK_FULL', {
      problem: `The disk is full: ${path} could not be written. The part that was written is removed.`,
      received,
      cure: 'Free some space, or choose a folder on another disk; then run again.',
      retryable: true,
      cause: error,
    });
  }
  return new LintelError('OUTPUT_UNWRITABLE', {
    problem: `${path} cannot be written.`,
    received,
    cure: 'Choose a folder that this user may write to, or change its rights.',
    cause: error,
  });
}
