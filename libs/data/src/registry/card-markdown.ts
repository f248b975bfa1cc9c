import { type Headline } from '@lintel/contracts';

export const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  const alignment = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), `| ${alignment.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Names are free text, so they must not break a table cell or start markup. */
export const escape = (text: string): string => text.replace(/[\\|`*_<[\]]/g, '\\$&').replace(/\s+/g, ' ');

export const count = (value: number): string => value.toLocaleString('en-GB');
export function figure({ value, interval, unit }: Headline): string {
  const write = (one: number): string => (unit === 'share' ? percent(one) : String(Number(one.toPrecision(4))));
  return interval === null ? write(value) : `${write(value)} (${write(interval.low)} – ${write(interval.high)})`;
}
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const range = (low: number, high: number): string => `${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)} %`;
