import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LintelError } from '@lintel/contracts';

/**
 * Writes a file atomically: a reader sees the old content or the new one. Writes a temporary file, flushes it and
 * renames it.
 * @throws LintelError OUTPUT_UNWRITABLE or DISK_FULL; nothing is left behind
 */
export async function writeFileAtomically(file: string, parts: readonly Uint8Array[]): Promise<void> {
  const aside = `${file}.${process.pid}.part`;
  let handle: FileHandle | undefined;
  try {
    await mkdir(dirname(file), { recursive: true });
    handle = await open(aside, 'w');
    for (const part of parts) await handle.writeFile(part);
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(aside, file);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(aside, { force: true }).catch(() => undefined);
    throw outputError(file, error);
  }
}

/** Returns an error with a cure for a file that can't be written. */
export function outputError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new LintelError('DISK_FULL', {
      problem: `The disk is full: ${path} can't be written.`,
      expected: 'free space',
      received: code,
      cure: 'Free some space or choose another folder, then run it again; nothing half-written was left.',
      retryable: true,
      cause: error,
    });
  }
  // Covers every system error: EACCES, EROFS, ENAMETOOLONG, EBUSY and the codes of other file systems.
  if (code !== undefined && (error as NodeJS.ErrnoException).errno !== undefined) {
    return new LintelError('OUTPUT_UNWRITABLE', {
      problem: `${path} can't be written.`,
      expected: 'a folder that this user may write to',
      received: String((error as NodeJS.ErrnoException).message),
      cure: 'Choose another folder, or change its permissions.',
      cause: error,
    });
  }
  return error;
}
