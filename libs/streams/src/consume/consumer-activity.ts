import { excerpt } from '../storable-text';

const WINDOW_MS = 10_000;
/** Maximum length of a message, which may repeat a record of a megabyte. */
const MAX_MESSAGE = 2_000;

/** Counts the work of a consumer since it started. */
export class ConsumerActivity {
  handledTotal = 0;
  /** Delivered again, and dropped by the inbox. */
  duplicatesTotal = 0;
  retriedTotal = 0;
  /** Sent to a retry topic because another event of the same key is waiting there. */
  queuedTotal = 0;
  deadLettersTotal = 0;
  /** Failures outside the events: broker or database unreachable. */
  disturbancesTotal = 0;
  handlingSecondsTotal = 0;
  lastError: { readonly message: string; readonly at: Date } | undefined;
  private readonly recent: { readonly at: number; readonly count: number }[] = [];

  handled(count: number, duplicates: number, durationMs: number): void {
    this.handledTotal += count;
    this.duplicatesTotal += duplicates;
    this.handlingSecondsTotal += durationMs / 1_000;
    const at = Date.now();
    const last = this.recent.at(-1);
    // One sample per tenth of a second: enough for a rate, few enough to keep.
    if (last !== undefined && at - last.at < 100)
      this.recent[this.recent.length - 1] = { at: last.at, count: last.count + count };
    else this.recent.push({ at, count });
    while (this.recent.length > 0 && this.recent[0]!.at < at - WINDOW_MS) this.recent.shift();
  }

  retried(error: unknown): void {
    this.retriedTotal += 1;
    this.note(error);
  }

  buried(error: unknown): void {
    this.deadLettersTotal += 1;
    this.note(error);
  }

  disturbed(error: unknown): void {
    this.disturbancesTotal += 1;
    this.note(error);
  }

  /** Events per second, over the last ten seconds. */
  get perSecond(): number {
    const since = Date.now() - WINDOW_MS;
    const count = this.recent.filter(({ at }) => at >= since).reduce((sum, one) => sum + one.count, 0);
    return count / (WINDOW_MS / 1_000);
  }

  private note(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.lastError = { message: excerpt(message, MAX_MESSAGE), at: new Date() };
  }
}
