/**
 * Linear interpolation between the neighbours (Hyndman & Fan 1996, type 7; numpy's default).
 * @param sorted ascending, at least one
 * @param level in [0, 1]
 */
export function quantileOf(sorted: ArrayLike<number>, level: number): number {
  const place = level * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}
