/** Percent, without binary rounding errors: 0.07 × 100 is not 7. */
export function percentOf(share: number | null): number | '' {
  return share === null ? '' : Number((share * 100).toPrecision(12));
}

/** @returns null if it is not a number, or out of range */
export function shareOf(percent: string | number, min: number, max: number): number | null {
  if (percent === '') return null;
  const share = Number((Number(percent) / 100).toPrecision(12));
  return Number.isFinite(share) && share >= min && share <= max ? share : null;
}
