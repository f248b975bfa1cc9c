import { type JobLogLine } from '@lintel/contracts';

/** Older lines than the newest so many are let go, so that a long job doesn't fill the browser. */
export const MOST_LINES = 5_000;

/** Lines in their order, each once, the newest at the end. */
export function addLines(known: readonly JobLogLine[], added: readonly JobLogLine[]): readonly JobLogLine[] {
  const last = lastSequence(known);
  const fresh = added.filter(({ sequence }) => sequence > last);
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-MOST_LINES);
}

/** 0 where there is none. */
export function lastSequence(lines: readonly JobLogLine[]): number {
  return lines.at(-1)?.sequence ?? 0;
}
