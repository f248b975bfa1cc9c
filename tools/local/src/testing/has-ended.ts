import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that has ended but whose parent has not yet noticed is no longer running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** @returns false if the process still runs after 10 s */
export async function hasEnded(pid: number): Promise<boolean> {
  for (const until = Date.now() + 10_000; isRunning(pid) && Date.now() < until;) await sleep(25);
  return !isRunning(pid);
}
