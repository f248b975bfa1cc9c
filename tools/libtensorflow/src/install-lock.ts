import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { requireNotCancelled } from './run-command';

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly token: string;
}

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when another process holds the lock. */
  readonly onWait: (holder: string) => void;
}

const HEARTBEAT_MS = 5_000;
/** Without a heartbeat for this long, the owner is considered dead, also on another machine. */
const STALE_AFTER_MS = 60_000;
const POLL_MS = 250;

/**
 * Runs `work` while no other process does. The lock of a killed process is taken over. Two installations at once would
 * do no harm, as every file appears by a rename: the lock saves the second one its work.
 */
export async function withInstallLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const owner: Owner = { host: hostname(), pid: process.pid, token: randomUUID() };
  await acquire(file, JSON.stringify(owner), options);
  const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await content(file)) === JSON.stringify(owner)) await rm(file, { force: true });
  }
}

async function acquire(file: string, owner: string, { signal, onWait }: LockOptions): Promise<void> {
  let told = false;
  while (!(await create(file, owner))) {
    requireNotCancelled(signal);
    if (await removeIfStale(file)) continue;
    if (!told) onWait(describe(await content(file)));
    told = true;
    await sleep(POLL_MS);
  }
}

async function create(file: string, owner: string): Promise<boolean> {
  try {
    await writeFile(file, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns true if the lock is worth another try at once */
async function removeIfStale(file: string): Promise<boolean> {
  const seen = await content(file);
  if (seen === undefined) return true;
  if (!(await isStale(file, seen))) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return true;
  }
  // Another process may have taken over the stale lock in between: then it is given back.
  if ((await content(aside)) === seen) await rm(aside, { force: true });
  else await rename(aside, file);
  return true;
}

async function isStale(file: string, text: string): Promise<boolean> {
  const owner = parse(text);
  if (owner?.host === hostname() && !isAlive(owner.pid)) return true;
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > STALE_AFTER_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process is alive and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function content(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function parse(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function describe(text: string | undefined): string {
  const owner = parse(text ?? '');
  return owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
}
