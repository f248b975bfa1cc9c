/** Codes that data providers use in place of a quantity: -7, -8, -9, -99, -999, …. */
const CODES = new Set([-7, -8, -9, -77, -88, -99, -777, -888, -999, -7777, -8888, -9999, -99999]);

/**
 * The values of a column that are probably codes, such as -9 for "no record": all negative values of a column that is
 * otherwise at least 0, if each is a usual code.
 * @returns descending
 */
export function specialValues(numbers: readonly number[]): number[] {
  const negative = [...new Set(numbers.filter((value) => value < 0))];
  return negative.every((value) => CODES.has(value)) && negative.length < new Set(numbers).size
    ? negative.sort((one, other) => other - one)
    : [];
}
