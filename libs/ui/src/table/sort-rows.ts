export interface SortOrder {
  readonly key: string;
  readonly direction: 'ascending' | 'descending';
}

/** A sorted copy: numbers by size, text as the language orders it; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => string | number,
  { direction }: SortOrder,
  locale: string,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const collator = new Intl.Collator(locale, { numeric: true });
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
    return sign * order;
  });
}
