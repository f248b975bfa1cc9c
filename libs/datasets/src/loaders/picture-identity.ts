import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { inParallel } from './decode-examples';
import { readError } from '@lintel/contracts/files';

/** The state of a file according to the file system: it changes whenever the content may have changed. */
export interface FileState {
  /** Device, inode, size, modification time and inode change time; "absent" if there is no such file. */
  readonly identity: string;
  /** When the file last changed in any way, milliseconds since 1970. */
  readonly changedAtMs: number;
}

/** Some file systems have coarse times: a file that changed this shortly before it was read may have changed again. */
const TIME_GRAIN_MS = 2_000;

/**
 * The state of every file. Renamed folders change the inodes, and setting back the modification time changes the inode
 * change time, which programs cannot set.
 * @param allowAbsent a missing file has the state "absent"
 * @throws LintelError NOT_FOUND, DATASET_INVALID
 */
export async function fileStates(paths: readonly string[], allowAbsent: boolean): Promise<FileState[]> {
  const states: FileState[] = [];
  for (const [index, path] of paths.entries()) {
    if (index % 1024 === 0) await setImmediate();
    try {
      // The asynchronous stat is ten times slower, and a folder may contain a million files.
      const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
      const changedAtMs = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
      states.push({ identity: [dev, ino, size, mtimeNs, ctimeNs].join(), changedAtMs });
    } catch (error) {
      if (!allowAbsent) throw readError(error, path);
      states.push({ identity: 'absent', changedAtMs: 0 });
    }
  }
  return states;
}

/** Whether the file may have changed since it was read at `readAtMs`. */
export const mayHaveChangedSince = ({ changedAtMs }: FileState, readAtMs: number): boolean =>
  changedAtMs >= readAtMs - TIME_GRAIN_MS;

/** Whether every file still has its hash. @param files the path of a file and its SHA-256 */
export async function haveHashes(
  files: readonly { readonly path: string; readonly hash: Uint8Array }[],
  concurrency: number,
): Promise<boolean> {
  let same = true;
  await inParallel(files.length, concurrency, async (at) => {
    if (!same) return;
    const { path, hash } = files[at]!;
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes || !createHash('sha256').update(bytes).digest().equals(hash)) same = false;
  });
  return same;
}
