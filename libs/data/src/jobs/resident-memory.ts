import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** @returns resident memory of a process, MiB; undefined if the process has ended */
export async function residentMiB(pid: number): Promise<number | undefined> {
  try {
    const kib = process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
    return kib === undefined || Number.isNaN(kib) ? undefined : kib / 1_024;
  } catch {
    return undefined;
  }
}

/** In KiB regardless of the page size, unlike `statm`. A process that has just ended has no such line. */
async function fromProc(pid: number): Promise<number | undefined> {
  const found = /^VmRSS:\s*(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return found === null ? undefined : Number(found[1]);
}

async function fromPs(pid: number): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return stdout.trim() === '' ? undefined : Number(stdout);
}
