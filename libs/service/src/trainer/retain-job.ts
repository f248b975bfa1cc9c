import { PLATFORM_RETENTION, runRetention, type RetentionRule } from '@lintel/data';
import { stageOnly, type JobContext } from './job-context';

const DAY_MS = 24 * 3_600_000;

/** Not a model: stands where jobs name theirs. */
export function retentionName(vertical: string): string {
  return `${vertical}.retention`;
}

/** Removes what is kept long enough, of the platform and of the vertical, and wraps keys under the newest master key. */
export async function retainJob(
  rules: readonly RetentionRule[],
  { job, platform, subjects, keptDays, signal, report, log }: JobContext,
): Promise<Record<string, unknown>> {
  const all = [...PLATFORM_RETENTION, ...rules];
  report(stageOnly('retention', 0));
  const removed = await runRetention({
    database: platform.database,
    vertical: job.vertical,
    rules: all,
    keptDays,
    signal,
    onRule({ what }, rows, done) {
      log(`${what}: ${rows} removed`);
      report(stageOnly('retention', done / all.length));
    },
  });
  const expired = keptDays === undefined ? 0 : await subjects.pictures.expire(new Date(Date.now() - keptDays * DAY_MS));
  if (keptDays !== undefined) log(`labelled pictures: ${expired} removed`);
  const rewrapped = await subjects.vault.keys.rewrap();
  if (rewrapped > 0) log(`${rewrapped} keys were wrapped under the newest master key`);
  return { removed: [...removed, { what: 'labelled pictures', removed: expired }], rewrapped };
}
