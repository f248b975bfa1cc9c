import { readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';

/**
 * @param peakBytes taken while installing; what lies in `folder` already is counted in
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
    problem: `There is too little room on the disk of ${folder} for the native engine.`,
    ...(needed === undefined ? {} : { expected: `${megabytes(needed)} free` }),
    ...(free === undefined ? {} : { received: `${megabytes(free)} free` }),
    cure: 'Make room, or set LINTEL_CACHE_DIR to a folder on another disk, and run it again: it goes on where it was.',
    retryable: true,
    cause,
  });
}

/** Bytes in all files under a folder; 0 where it doesn't exist. */
export function folderBytes(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
      .reduce((sum, found) => sum + (found?.isFile() ? found.size : 0), 0);
  } catch (error) {
    // A folder that comes and goes while pip works in it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** @returns e.g. "274 MB" (decimal, as download pages have it) */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}
