import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { writeError } from '@lintel/contracts/files';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.int().min(1),
  host: z.string(),
  /** Start time of the process, in ticks since boot, because pids are reused. Null if unknown. */
  startTicks: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

const BEAT_MS = 20_000;
/** If another machine's process has not touched its lock for this long, it counts as dead. */
const SILENT_AFTER_MS = 6 * BEAT_MS;
const ATTEMPTS = 5;

/**
 * Takes `file` as a lock for this process. The lock of a process that has ended is taken over.
 * @param what description of the locked thing, for the error
 * @returns a function that releases the lock
 * @throws LintelError CONFLICT (held by a running process), OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function takeLock(file: string, what: string): Promise<() => Promise<void>> {
  const own: Holder = { pid: process.pid, host: hostname(), startTicks: await startTicksOf(process.pid) };
  try {
    await mkdir(dirname(file), { recursive: true });
    for (let attempt = 1; ; attempt++) {
      if (await write(file, own)) break;
      const { text, touchedAtMs } = await read(file);
      const holder = parse(text);
      if (attempt === ATTEMPTS || (await isHeld(holder, touchedAtMs))) throw held(file, what, holder);
      await takeAway(file, text);
    }
  } catch (error) {
    throw error instanceof LintelError ? error : writeError(error, file);
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    if ((await read(file)).text === JSON.stringify(own)) await rm(file, { force: true });
  };
}

async function write(file: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A lock that has just been released reads as empty and long untouched. */
async function read(file: string): Promise<{ text: string; touchedAtMs: number }> {
  try {
    return { text: await readFile(file, 'utf8'), touchedAtMs: (await stat(file)).mtimeMs };
  } catch {
    return { text: '', touchedAtMs: 0 };
  }
}

function parse(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null; // The lock is being written, or was truncated by a crash.
  }
}

async function isHeld(holder: Holder | null, touchedAtMs: number): Promise<boolean> {
  if (holder?.host !== hostname()) return Date.now() - touchedAtMs < SILENT_AFTER_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.startTicks === null || holder.startTicks === (await startTicksOf(holder.pid));
}

/** Removes the lock with this content. If another process has taken the lock in the meantime, its lock is restored. */
async function takeAway(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(file, aside);
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Field 22 of `/proc/PID/stat` (proc_pid_stat(5)); null if there is no such file. */
async function startTicksOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  return text?.slice(text.lastIndexOf(') ') + 2).split(' ')[19] ?? null;
}

const held = (file: string, what: string, holder: Holder | null): LintelError =>
  new LintelError('CONFLICT', {
    problem: `Another run is using ${what}.`,
    expected: 'one run at a time',
    received: holder ? `process ${holder.pid} on ${holder.host}` : 'a process that has just begun',
    cure: `Wait until it ends, or choose another folder. If that process does not exist, delete ${file}.`,
    retryable: true,
  });
