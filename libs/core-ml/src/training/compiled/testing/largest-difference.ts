import { type NamedArray } from '../../training-step';

/** How far two sets of weights lie apart: the largest distance of any number. */
export function largestDifference(one: readonly NamedArray[], other: readonly NamedArray[]): number {
  let worst = 0;
  one.forEach(({ values }, at) =>
    values.forEach((value, index) => (worst = Math.max(worst, Math.abs(value - other[at]!.values[index]!)))),
  );
  return worst;
}
