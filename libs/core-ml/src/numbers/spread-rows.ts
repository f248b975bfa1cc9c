/** At most `most` of the rows, evenly spread, ascending. */
export const spreadRows = (rows: number, most: number): Int32Array =>
  Int32Array.from({ length: Math.min(rows, most) }, (_, at) => Math.floor((at * rows) / Math.min(rows, most)));
