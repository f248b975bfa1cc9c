import { LintelError } from '@lintel/contracts';
import { quantile, runOpenLoop, type LoadResult } from './open-loop';
import { HELP_OPTION, readOptions } from '../read-options';
import { readMetrics } from './read-metrics';
import { ServedApi } from './served-api';
import { soakSteps } from './soak-steps';

const HELP = `npm run soak -- [options]

Puts the ecommerce api under a steady load with one API key and its default limits. Fails on a single error, or if its
memory grows by more than a tenth.

  --minutes NUMBER   how long (default: 10)
  --rate NUMBER      requests a second (default: 200)
  --help             show this help
`;
/**
 * Ratio of the peak of the second half to that of the first, excluding the minute in which the process loads its code.
 * Memory rises and falls with every garbage collection, so peaks are compared.
 */
const MOST_GROWTH = 1.1;
const WARM_MS = 60_000;
const SAMPLE_EVERY_MS = 2_000;
/** The quantile that counts as the peak, so that a single outlier decides nothing. */
const PEAK_SHARE = 0.95;

interface Sample {
  readonly atMs: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

async function main(): Promise<void> {
  const { values } = readOptions('npm run soak', {
    help: HELP_OPTION,
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
  });
  if (values.help) return console.log(HELP);
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

/** Resident memory, and the minimum of the heap: what is alive after a collection. */
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
    expected: 'a number greater than 0',
    received: text,
    cure: 'For example: npm run soak -- --minutes 10 --rate 200',
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof LintelError ? error.message : error);
  process.exitCode = 1;
});
