/** Percent, written without the dust of binary fractions: 0.07 × 100 is not 7. */
export function percentOf(share: number | null): number | '' {
  return share === null ? '' : Number((share * 100).toPrecision(12));
}

/** @returns null where it is no number, or lies outside */
export function shareOf(percent: string | number, min: number, max: number): number | null {
  if (percent === '') return null;
  const share = Number((Number(percent) / 100).toPrecision(12));
  return Number.isFinite(share) && share >= min && share <= max ? share : null;
}
