import { readFile } from 'node:fs/promises';

/**
 * Number of processes that the kernel of this machine has killed for lack of memory; undefined if the kernel does not
 * report it.
 */
export async function countOomKills(file = '/proc/vmstat'): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = /^oom_kill (\d+)$/m.exec(text);
  return found === null ? undefined : Number(found[1]);
}
