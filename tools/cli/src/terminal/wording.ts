import { printable, type ShareInterval } from '@lintel/contracts';

const BAR_WIDTH = 20;

/** @param share in [0, 1] */
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export const counted = (count: number): string => Math.round(count).toLocaleString('en');

/** @returns such as "4 s", "2 min 05 s", "1 h 03 min" */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** @param share in [0, 1] */
export function bar(share: number, width = BAR_WIDTH): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`;
}

/** @returns such as "95 % Wilson interval 83.89 % to 100.00 %" */
export const interval95 = ({ low, high, method }: ShareInterval): string =>
  `95 % ${method === 'wilson' ? 'Wilson ' : ''}interval ${percent(low)} to ${percent(high)}`;

/** Columns as wide as their widest cell; numbers aligned to the right. Cells may hold names from outside. */
export function table(head: readonly string[], content: readonly (readonly string[])[]): string {
  const rows = content.map((row) => row.map(printable));
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const isNumeric = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[\d.,]+( %)?$/.test(row[column] ?? '')),
  );
  return all
    .map((row) =>
      widths
        .map((width, column) =>
          isNumeric[column] ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
