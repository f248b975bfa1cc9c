import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 300;

/**
 * Number of cores that are busy while no contender runs, including time stolen by a hypervisor; 0 if the system does
 * not report it.
 */
export async function busyCores(read: () => string | undefined = readStat, sampleMs = SAMPLE_MS): Promise<number> {
  const before = coresOf(read());
  await sleep(sampleMs);
  const after = coresOf(read());
  if (!before || !after || after.all <= before.all) return 0;
  return (after.cores * (after.busy - before.busy)) / (after.all - before.all);
}

/**
 * The `cpu` line of /proc/stat (proc(5)): user, nice, system, idle, iowait, irq, softirq, steal, in ticks of all cores.
 */
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
