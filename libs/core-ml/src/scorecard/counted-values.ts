/** Rows and events of one value or of adjacent values. */
export interface Counted {
  readonly rows: number;
  readonly events: number;
}

/** Different values in ascending order with their counts. */
export interface CountedValue extends Counted {
  readonly value: number;
}

/** Counts the values that are numbers. @param isEvent 1 for a row with the event, else 0 */
export function countValues(values: Float32Array, isEvent: Uint8Array): CountedValue[] {
  const counts = new Map<number, { rows: number; events: number }>();
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const count = counts.get(value) ?? { rows: 0, events: 0 };
    count.rows++;
    count.events += isEvent[row]!;
    counts.set(value, count);
  });
  return [...counts].map(([value, count]) => ({ value, ...count })).sort((one, other) => one.value - other.value);
}

export function sumOf(counts: readonly Counted[]): Counted {
  return counts.reduce<Counted>((sum, { rows, events }) => ({ rows: sum.rows + rows, events: sum.events + events }), {
    rows: 0,
    events: 0,
  });
}

/**
 * Weight of evidence: `ln((non-events / all non-events) / (events / all events))` (Siddiqi 2006). A bin that lacks
 * either counts half a row of it, so that the value is finite.
 * @returns 0 for a bin without rows
 */
export function weightOfEvidence({ rows, events }: Counted, all: Counted): number {
  if (rows === 0) return 0;
  const share = (count: number, total: number): number => Math.max(0.5, count) / total;
  return Math.log(share(rows - events, all.rows - all.events) / share(events, all.events));
}

/** The bin's part of the information value: the difference of the two shares times the weight of evidence. */
export function informationOf(bin: Counted, all: Counted): number {
  const difference = (bin.rows - bin.events) / (all.rows - all.events) - bin.events / all.events;
  return Math.max(0, difference * weightOfEvidence(bin, all));
}
