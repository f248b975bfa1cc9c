import { readFile } from 'node:fs/promises';

/** How many processes the kernel of this machine has ended for want of memory; undefined where it does not say. */
export async function countOomKills(file = '/proc/vmstat'): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = /^oom_kill (\d+)$/m.exec(text);
  return found === null ? undefined : Number(found[1]);
}
