import { type TableSchema } from '@lintel/contracts';
import { type Cell } from './table';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?$/;
const ISO_TIME =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Texts that usually mean "no value". */
export const USUAL_MISSING: readonly string[] = ['', 'NA', 'N/A', '#N/A', 'NaN', 'null', 'None', '?'];

/** Tells missing cells from values, for the missing texts of a schema. */
export function missingTest({ missing }: Pick<TableSchema, 'missing'>): (cell: Cell) => boolean {
  const texts = new Set(missing.map((text) => text.trim().toLowerCase()));
  return (cell) => cell === null || (typeof cell === 'string' && texts.has(cell.trim().toLowerCase()));
}

/** @returns undefined if the cell is not a finite number */
export function numberIn(cell: Cell, decimalComma: boolean): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell === 'boolean') return Number(cell);
  const text = cell?.trim() ?? '';
  if (!(decimalComma ? COMMA_NUMBER : NUMBER).test(text)) return undefined;
  const value = Number(decimalComma ? text.replace(',', '.') : text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Reads an ISO 8601 date or time; without an offset it is UTC.
 * @returns seconds since 1970, or undefined if the cell is not a time
 */
export function timeIn(cell: Cell, format: 'iso' | 'unix-seconds'): number | undefined {
  if (format === 'unix-seconds') return numberIn(cell, false);
  const match = typeof cell === 'string' ? ISO_TIME.exec(cell.trim()) : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC turns 30 February into March.
  if (midnight.getUTCMonth() !== month - 1 || hour > 24 || minute > 59 || second >= 61) return undefined;
  return midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - offsetSeconds(match[7]);
}

function offsetSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

/** The text of a category: numbers and booleans as JSON writes them, text without surrounding spaces. */
export const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell.trim() : String(cell));
