import { createRandom } from '@lintel/contracts';
import { quantileOf } from '../numbers/quantile';
import { type Estimate } from './auc-interval';
import { groupRows } from './group-rows';

export interface BootstrapOptions {
  readonly seed: number;
  /** Rows of one group are drawn together, as they are not independent. */
  readonly groups?: readonly (string | number | null)[];
  /** Default: 1000. */
  readonly draws?: number;
}

/**
 * A figure with its 95 % percentile bootstrap interval (Efron & Tibshirani 1993, chapter 13); with groups whole groups
 * are drawn (Field & Welsh 2007).
 * @param measure the figure of some rows, which may occur several times; NaN where it has no meaning for a draw
 */
export function bootstrapInterval(
  rows: number,
  measure: (rows: Int32Array) => number,
  { seed, groups, draws = 1000 }: BootstrapOptions,
): Estimate {
  const random = createRandom(seed, 'bootstrap');
  const units = groupRows(rows, groups);
  const figures: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const drawn: number[] = [];
    for (let at = 0; at < units.length; at++) drawn.push(...units[random.int(units.length)]!);
    figures.push(measure(Int32Array.from(drawn)));
  }
  const sorted = Float64Array.from(figures.filter((figure) => !Number.isNaN(figure))).sort();
  const value = measure(Int32Array.from({ length: rows }, (_, row) => row));
  if (sorted.length === 0) return { value, low: value, high: value };
  return { value, low: quantileOf(sorted, 0.025), high: quantileOf(sorted, 0.975) };
}
