import { type JobLogLine } from '@lintel/contracts';

/** Only this many of the newest lines are kept, so that a long job doesn't fill the browser's memory. */
export const MOST_LINES = 5_000;

/** Lines in order, each once, the newest at the end. */
export function addLines(known: readonly JobLogLine[], added: readonly JobLogLine[]): readonly JobLogLine[] {
  const last = lastSequence(known);
  const fresh = added.filter(({ sequence }) => sequence > last);
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-MOST_LINES);
}

/** 0 if there are none. */
export function lastSequence(lines: readonly JobLogLine[]): number {
  return lines.at(-1)?.sequence ?? 0;
}
