import { type RetainParameters } from '@lintel/contracts';
import { PLATFORM_RETENTION, runRetention, type RetentionRule } from '@lintel/data';
import { stageOnly, type JobContext } from './job-context';

const DAY_MS = 24 * 3_600_000;

/** A name used in place of a model's name in retention jobs. */
export function retentionName(vertical: string): string {
  return `${vertical}.retention`;
}

/** Removes the platform's and the vertical's data that is past its retention period, and re-wraps keys under the newest master key. */
export async function retainJob(
  rules: readonly RetentionRule[],
  { preview = false }: RetainParameters,
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
    preview,
    onRule({ what }, rows, done) {
      log(`${what}: ${rows} ${preview ? 'would be removed' : 'removed'}`);
      report(stageOnly('retention', done / all.length));
    },
  });
  let pictures = 0;
  if (keptDays !== undefined) {
    pictures = await subjects.pictures.expire(new Date(Date.now() - keptDays * DAY_MS), { preview });
    log(`labelled pictures: ${pictures} ${preview ? 'would be removed' : 'removed'}`);
  }
  const outcomes = [...removed, { what: 'labelled pictures', removed: pictures, keptDays: keptDays ?? null }];
  if (preview) return { preview, removed: outcomes };
  const rewrapped = await subjects.vault.keys.rewrap();
  if (rewrapped > 0) log(`${rewrapped} keys were wrapped under the newest master key`);
  return { removed: outcomes, rewrapped };
}
