import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 300;

/**
 * How many cores are busy with anything while no contender runs, what a hypervisor takes away among it; 0 where the
 * system does not tell.
 */
export async function busyCores(read: () => string | undefined = readStat, sampleMs = SAMPLE_MS): Promise<number> {
  const before = coresOf(read());
  await sleep(sampleMs);
  const after = coresOf(read());
  if (!before || !after || after.all <= before.all) return 0;
  return (after.cores * (after.busy - before.busy)) / (after.all - before.all);
}

/** The line `cpu` of /proc/stat (proc(5)): user, nice, system, idle, iowait, irq, softirq, steal, in ticks of all cores. */
function coresOf(text: string | undefined): { busy: number; all: number; cores: number } | undefined {
  const line = /^cpu +([\d ]+)$/m.exec(text ?? '')?.[1];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softIrq = 0, steal = 0] = line
    .split(' ')
    .map(Number);
  const busy = user + nice + system + irq + softIrq + steal;
  return { busy, all: busy + idle + wait, cores: text!.match(/^cpu\d+ /gm)?.length ?? 1 };
}

function readStat(): string | undefined {
  try {
    return readFileSync('/proc/stat', 'utf8');
  } catch {
    return undefined;
  }
}
