import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `holds` returns true. @throws Error if it has not in time */
export async function eventually(holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  for (const until = Date.now() + timeoutMs; !(await holds()); await delay(20)) {
    if (Date.now() > until) throw new Error('It did not happen in time.');
  }
}
