/** Grey comes last: it looks as if it didn't count. */
const COLOURS = [1, 2, 4, 5, 6, 3];
const DASHES = ['0', '6 3', '2 3', '10 4', '8 3 2 3', '4 4'];

/** A colour that goes with light and dark. */
export function seriesColour(index: number): string {
  return `var(--lintel-series-${COLOURS[index % COLOURS.length]})`;
}

/** Tells lines apart where colours don't. */
export function seriesDash(index: number): string {
  return DASHES[index % DASHES.length] ?? '0';
}
