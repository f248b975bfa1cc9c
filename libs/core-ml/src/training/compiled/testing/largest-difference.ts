import { type NamedArray } from '../../training-step';

/** The largest absolute difference between two sets of weights. */
export function largestDifference(one: readonly NamedArray[], other: readonly NamedArray[]): number {
  let worst = 0;
  one.forEach(({ values }, at) =>
    values.forEach((value, index) => (worst = Math.max(worst, Math.abs(value - other[at]!.values[index]!)))),
  );
  return worst;
}
