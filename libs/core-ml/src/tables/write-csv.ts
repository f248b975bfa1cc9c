import { type Table } from './table';

/**
 * Writes a table as CSV in one canonical form (RFC 4180, a comma, line feeds, quotes only where they are needed), so that
 * equal tables give equal bytes. An empty field is a missing value. `parseCsv` reads it back.
 */
export function writeCsv({ columns, rows, cells }: Table): string {
  const lines = [columns.map(fieldOf).join(',')];
  for (let row = 0; row < rows; row++) {
    const line = cells.map((column) => fieldOf(String(column[row] ?? ''))).join(',');
    // A line without any character would be skipped.
    lines.push(line === '' ? '""' : line);
  }
  return `${lines.join('\n')}\n`;
}

const fieldOf = (text: string): string => (/[",;\t|\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
