/** Grey comes last, because it looks inactive. */
const COLOURS = [1, 2, 4, 5, 6, 3];
const DASHES = ['0', '6 3', '2 3', '10 4', '8 3 2 3', '4 4'];

/** A colour for light and dark mode. */
export function seriesColour(index: number): string {
  return `var(--lintel-series-${COLOURS[index % COLOURS.length]})`;
}

/** Distinguishes lines if colours don't. */
export function seriesDash(index: number): string {
  return DASHES[index % DASHES.length] ?? '0';
}
