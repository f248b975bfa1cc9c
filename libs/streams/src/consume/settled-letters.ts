export type LetterOutcome = 'replayed' | 'discarded';

/** Both ends are inclusive. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Which dead letters of a group are settled. They may be settled in any order, one by one or in ranges. */
export class SettledLetters {
  private readonly ranges: (OffsetRange & { readonly outcome: LetterOutcome })[] = [];

  /** Later additions win. */
  add({ from, to }: OffsetRange, outcome: LetterOutcome): void {
    const last = this.ranges.at(-1);
    if (last?.outcome === outcome && last.to + 1 === from) this.ranges.splice(-1, 1, { ...last, to });
    else this.ranges.push({ from, to, outcome });
  }

  outcomeOf(offset: number): LetterOutcome | undefined {
    return this.ranges.findLast(({ from, to }) => from <= offset && offset <= to)?.outcome;
  }

  /** @returns the waiting offsets from `low` (inclusive) to `high` (exclusive): ascending, without overlaps */
  waiting(low: number, high: number): OffsetRange[] {
    const gaps: OffsetRange[] = [];
    let next = low;
    for (const { from, to } of this.ranges.toSorted((a, b) => a.from - b.from)) {
      if (from > next && next < high) gaps.push({ from: next, to: Math.min(from, high) - 1 });
      next = Math.max(next, to + 1);
    }
    if (next < high) gaps.push({ from: next, to: high - 1 });
    return gaps;
  }
}

/** Number of offsets in the ranges, which must not overlap. */
export function sizeOf(ranges: readonly OffsetRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** @param offsets ascending */
export function rangesOf(offsets: readonly number[]): OffsetRange[] {
  const ranges: OffsetRange[] = [];
  for (const offset of offsets) {
    const last = ranges.at(-1);
    if (last?.to === offset - 1) ranges.splice(-1, 1, { from: last.from, to: offset });
    else ranges.push({ from: offset, to: offset });
  }
  return ranges;
}
