import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { systemCode, writeError } from './file-error';

const ABANDONED_AFTER_MS = 24 * 3_600_000;
const MARK = '.partial';

/**
 * Writes a file atomically: `write` fills a temporary file beside it, which replaces `path` once it is on disk.
 * Concurrent writers of the same path do not conflict; the last one wins.
 * @throws LintelError DISK_FULL, OUTPUT_UNWRITABLE, or what `write` throws
 */
export async function writeAtomically(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = await temporaryPath(path);
  try {
    const file = await open(temporary, 'wx');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, path);
  }
}

/**
 * A temporary name beside `path` that identifies this process, in a prepared folder.
 * @throws LintelError OUTPUT_UNWRITABLE
 */
export async function temporaryPath(path: string): Promise<string> {
  await prepareFolder(dirname(path));
  return `${path}.${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}${MARK}`;
}

/**
 * Creates a folder if it does not exist, and removes temporary files of killed processes from it.
 * @throws LintelError OUTPUT_UNWRITABLE
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
  } catch (error) {
    throw writeError(error, folder);
  }
}

/** Files of running processes on this machine are kept; files of another machine until they are a day old. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(MARK)) continue;
    const path = join(folder, name);
    const pid = /\.(\d+)\.[0-9a-f]{8}\.partial$/.exec(name)?.[1];
    const here = name.includes(`.${hostname()}.${pid}.`);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    const abandoned = here ? !isAlive(Number(pid)) : Date.now() - mtimeMs > ABANDONED_AFTER_MS;
    if (abandoned) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
