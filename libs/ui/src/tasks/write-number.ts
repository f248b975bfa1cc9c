import { type Formats } from '../language/formats';

/** A value of a table: whole numbers without decimals, large ones with fewer. */
export function writeNumber(format: Formats, value: number): string {
  if (Number.isInteger(value)) return format.integer(value);
  return format.decimal(value, Math.abs(value) >= 100 ? 1 : 3);
}
