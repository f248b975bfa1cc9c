/**
 * `npm run soak -- [--minutes 10] [--rate 200]`: the ecommerce api under a steady load, asked with one API key under its
 * ordinary limits. Fails on a single error, and where its memory grows by more than a tenth. Memory goes up and down with
 * every collection, so what is compared are its peaks: of the second half of the run, and of the first without its first
 * minute, in which the process loads its code.
 */
import { parseArgs } from 'node:util';
import { LintelError } from '@lintel/contracts';
import { quantile, runOpenLoop, type LoadResult } from './open-loop';
import { readMetrics } from './read-metrics';
import { ServedApi } from './served-api';
import { soakSteps } from './soak-steps';

const MOST_GROWTH = 1.1;
const WARM_MS = 60_000;
const SAMPLE_EVERY_MS = 2_000;
/** So much of the time memory is at its peak or under it: a single reading decides nothing. */
const PEAK_SHARE = 0.95;

interface Sample {
  readonly atMs: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '200' } },
  });
  const durationMs = positive('--minutes', values.minutes) * 60_000;
  const rate = positive('--rate', values.rate);
  const api = await ServedApi.start('ecommerce');
  try {
    const samples: Sample[] = [];
    const startedAt = performance.now();
    const sampler = setInterval(() => {
      readMetrics(api.as.url).then(
        ({ residentBytes, heapBytes }) =>
          samples.push({ atMs: performance.now() - startedAt, residentBytes, heapBytes }),
        () => undefined,
      );
    }, SAMPLE_EVERY_MS);
    const result = await runOpenLoop({ rate, durationMs, step: await soakSteps(api.as) });
    clearInterval(sampler);
    const before = peakOf(samples, Math.min(WARM_MS, durationMs / 4), durationMs / 2);
    const after = peakOf(samples, durationMs / 2, durationMs);
    report(result, before, after);
    reportByMinute(samples);
    const failures = [...result.errors.values()].reduce((sum, count) => sum + count, 0);
    if (failures > 0 || !(after <= before * MOST_GROWTH)) process.exitCode = 1;
  } finally {
    await api.stop();
  }
}

function peakOf(samples: readonly Sample[], fromMs: number, toMs: number): number {
  const within = samples.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  return residentAt(within, PEAK_SHARE);
}

function residentAt(samples: readonly Sample[], share: number): number {
  return quantile(
    samples.map(({ residentBytes }) => residentBytes),
    share,
  );
}

function report({ sent, latenciesMs, errors }: LoadResult, before: number, after: number): void {
  console.log(`${sent} requests`);
  for (const [name, times] of latenciesMs) {
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)].map((ms) => `${ms.toFixed(1)} ms`);
    console.log(`  ${name.padEnd(16)} ${String(times.length).padStart(7)}   p50 ${p50}   p99 ${p99}`);
  }
  const growth = `${((after / before - 1) * 100).toFixed(1)} %`;
  console.log(`memory, peaks: ${mebibytes(before)} in the first half, ${mebibytes(after)} in the second (${growth})`);
  console.log(errors.size === 0 ? 'no errors' : 'errors:');
  for (const [what, count] of errors) console.log(`  ${count} × ${what}`);
}

/** What is resident, and the least that the heap held: what is alive after a collection. */
function reportByMinute(samples: readonly Sample[]): void {
  const minutes = Math.ceil((samples.at(-1)?.atMs ?? 0) / 60_000);
  for (let minute = 0; minute < minutes; minute++) {
    const within = samples.filter(({ atMs }) => Math.floor(atMs / 60_000) === minute);
    if (within.length === 0) continue;
    const resident = residentAt(within, 0.5);
    const alive = Math.min(...within.map(({ heapBytes }) => heapBytes));
    console.log(`  minute ${minute + 1}: ${mebibytes(resident)} resident, ${mebibytes(alive)} alive`);
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `${option} is not allowed.`,
    expected: 'a number above 0',
    received: text,
    cure: 'For example: npm run soak -- --minutes 10 --rate 200',
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof LintelError ? error.message : error);
  process.exitCode = 1;
});
