import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { systemCode, writeError } from './file-error';

const ABANDONED_AFTER_MS = 24 * 3_600_000;
const MARK = '.partial';

/**
 * Writes a file that is either whole or absent: `write` fills a temporary neighbour,
 * which takes the place of `path` once it is on the disk. Processes that write the
 * same path at once don't meet; the last one stays.
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
 * A name beside `path` that says which process it belongs to, in a prepared folder.
 * @throws LintelError OUTPUT_UNWRITABLE
 */
export async function temporaryPath(path: string): Promise<string> {
  await prepareFolder(dirname(path));
  return `${path}.${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}${MARK}`;
}

/**
 * Makes a folder where it is absent, and removes from it what killed processes left.
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

/** A file of a living process of this machine is left alone; one of another machine, until it is a day old. */
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
