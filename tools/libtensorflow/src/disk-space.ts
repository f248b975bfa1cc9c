import { readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';

/**
 * @param peakBytes used while installing, including what is already in `folder`
 * @throws LintelError DISK_FULL
 */
export async function requireDiskSpace(folder: string, peakBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const needed = peakBytes - folderBytes(folder);
  if (free < needed) throw diskFull(folder, { needed, free });
}

export function diskFull(
  folder: string,
  { needed, free, cause }: { needed?: number; free?: number; cause?: unknown } = {},
): LintelError {
  return new LintelError('DISK_FULL', {
    problem: `There is not enough space on the disk of ${folder} for the native engine.`,
    ...(needed === undefined ? {} : { expected: `${megabytes(needed)} free` }),
    ...(free === undefined ? {} : { received: `${megabytes(free)} free` }),
    cure: 'Free some space, or set LINTEL_CACHE_DIR to a folder on another disk, and run it again: it resumes where it stopped.',
    retryable: true,
    cause,
  });
}

/** Bytes in all files under a folder; 0 if it doesn't exist. */
export function folderBytes(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
      .reduce((sum, found) => sum + (found?.isFile() ? found.size : 0), 0);
  } catch (error) {
    // pip creates and removes folders while it works.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** @returns e.g. "274 MB" (decimal, as on download pages) */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}
