export interface NiceAxis {
  readonly low: number;
  readonly high: number;
  /** Ascending, from `low` to `high`. */
  readonly ticks: readonly number[];
}

const MOST_STEPS = 5;

/**
 * A short axis with at most six round ticks that contains every value (Heckbert 1990, "Nice numbers for graph labels").
 * @param values at least one, finite
 * @param within bounds of the axis, unless the values exceed them
 */
export function niceAxis(values: readonly number[], within: readonly [low: number, high: number]): NiceAxis {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const step = niceStep((most - least || Math.abs(most) / 10 || 0.1) / MOST_STEPS);
  const bound = (edge: number): number => Math.min(Math.max(edge, within[0]), within[1]);
  const first = Math.floor(Math.min(least, bound(least - step / 2)) / step + 1e-9);
  const last = Math.ceil(Math.max(most, bound(most + step / 2)) / step - 1e-9);
  // A multiple of the step, written as such: 0.1 + 0.2 is not 0.3.
  const tick = (index: number): number => Number((index * step).toPrecision(12));
  const ticks = Array.from({ length: Math.max(last - first, 1) + 1 }, (_, index) => tick(first + index));
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks };
}

/** The next of …, 0.1, 0.2, 0.5, 1, 2, 5, … */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((known) => known * power >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}
