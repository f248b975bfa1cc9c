import { type TableSchema } from '@lintel/contracts';
import { type TypedTable } from '../../tables/typed-table';

/** The share of the columns in which a row has no value. A column whose source failed shows here. */
export const MISSING_SHARE = 'missing values';

/**
 * What drift watches of a row: the value of each column of numbers (1 or 0 of yes and no); of each category, how
 * frequent it was in the rows that the schema was inferred from, 0 if it did not occur. A missing value is omitted.
 * @returns a function from a row to its features, by column
 */
export function rowFeatures(schema: TableSchema): (typed: TypedTable, row: number) => Record<string, number> {
  const frequencies = new Map(
    schema.columns.flatMap((column) =>
      column.kind === 'category' ? [[column.name, frequenciesOf(column.categories)] as const] : [],
    ),
  );
  return ({ columns }, row) => {
    const features: Record<string, number> = {};
    for (const [name, column] of columns) {
      if (column.kind === 'category') {
        const value = column.values[row] ?? null;
        if (value !== null) features[name] = frequencies.get(name)?.get(value) ?? 0;
      } else if (!Number.isNaN(column.values[row])) {
        features[name] = column.values[row]!;
      }
    }
    const known = Object.keys(features).length;
    return { [MISSING_SHARE]: columns.size === 0 ? 0 : 1 - known / columns.size, ...features };
  };
}

/** Equally frequent categories are kept this far apart, so that one cannot replace the other unnoticed. */
const APART = 1e-4;

function frequenciesOf(categories: readonly { readonly value: string; readonly count: number }[]): Map<string, number> {
  const total = categories.reduce((sum, { count }) => sum + count, 0) || 1;
  const ordered = [...categories].sort((one, other) => other.count - one.count);
  let last = Infinity;
  return new Map(
    ordered.map(({ value, count }) => {
      last = Math.min(count / total, last * (1 - APART));
      return [value, last];
    }),
  );
}
