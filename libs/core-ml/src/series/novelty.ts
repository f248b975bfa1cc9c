import { SortedWindow } from './sorted-window';

/** Fewer distances do not say what is usual. */
const FEWEST_DISTANCES = 20;
/** Beyond it, differences say nothing more. */
const MOST = 1e4;
/** Differences under this share of the range of the values are nothing unusual. */
const SMALLEST_SHARE = 0.01;

/** How many of the newest steps a novelty looks at: the distances that it is compared with look back themselves. */
export const noveltySteps = (length: number): number => 2 * length + 1;

/**
 * The novelty of every value of a series, as `WindowFeature` defines it. It is in [0, 10,000]; NaN for missing values,
 * and before 20 distances are known.
 * @param values NaN is missing
 */
export function noveltyOf(values: Float64Array, length: number): Float64Array {
  const [before, distances] = [new SortedWindow(length), new SortedWindow(length)];
  const raw = new Float64Array(values.length);
  return values.map((value, at) => {
    raw[at] = Number.isNaN(value) ? NaN : before.distanceTo(value);
    const novelty = Number.isNaN(raw[at]) ? NaN : compare(raw[at], distances, before);
    slide(before, values, at, length);
    slide(distances, raw, at, length);
    return novelty;
  });
}

function compare(distance: number, distances: SortedWindow, before: SortedWindow): number {
  if (distances.count < FEWEST_DISTANCES) return NaN;
  const usual = distances.quantile(0.5);
  const range = before.quantile(0.95) - before.quantile(0.05);
  const scale = Math.max(distances.quantile(0.95) - usual, SMALLEST_SHARE * range);
  const excess = distance - usual;
  if (excess <= 0) return 0;
  return scale === 0 ? MOST : Math.min(MOST, excess / scale);
}

/** Adds the value at a step, and takes out the one that leaves the window. */
function slide(window: SortedWindow, values: Float64Array, at: number, length: number): void {
  const leaving = values[at - length] ?? NaN;
  if (!Number.isNaN(leaving)) window.remove(leaving);
  if (!Number.isNaN(values[at]!)) window.add(values[at]!);
}
