import { setTimeout as delay } from 'node:timers/promises';

export interface Step {
  readonly name: string;
  /** @throws if the answer is not as expected */
  readonly run: () => Promise<void>;
}

export interface LoadOptions {
  /** Requests a second, independent of how earlier requests end. */
  readonly rate: number;
  readonly durationMs: number;
  /** Name of the request with this number. */
  readonly step: (index: number) => Step;
}

export interface LoadResult {
  readonly sent: number;
  /** Milliseconds by name, from when a request was due to its answer; this includes the time it waited to be sent. */
  readonly latenciesMs: ReadonlyMap<string, readonly number[]>;
  /** Number of failures by cause. */
  readonly errors: ReadonlyMap<string, number>;
}

const TICK_MS = 5;

/** Sends requests on schedule whether or not earlier ones were answered, as independent users do. */
export async function runOpenLoop({ rate, durationMs, step }: LoadOptions): Promise<LoadResult> {
  const latenciesMs = new Map<string, number[]>();
  const errors = new Map<string, number>();
  const under = new Set<Promise<void>>();
  const total = Math.floor((rate * durationMs) / 1_000);
  const startedAt = performance.now();
  const send = async ({ name, run }: Step, dueAt: number): Promise<void> => {
    try {
      await run();
      const times = latenciesMs.get(name) ?? [];
      times.push(performance.now() - dueAt);
      latenciesMs.set(name, times);
    } catch (error) {
      const what = `${name}: ${error instanceof Error ? error.message : String(error)}`;
      errors.set(what, (errors.get(what) ?? 0) + 1);
    }
  };
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * rate) / 1_000) + 1);
    for (; sent < due; sent++) {
      const request = send(step(sent), startedAt + (sent * 1_000) / rate);
      under.add(request);
      void request.finally(() => under.delete(request));
    }
    await delay(TICK_MS);
  }
  await Promise.all(under);
  return { sent: total, latenciesMs, errors };
}

/** @param share in [0, 1]: 0.5 is the median */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
