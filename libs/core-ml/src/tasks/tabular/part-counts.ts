import { type DatasetVersion, type TableSchema } from '@lintel/contracts';
import { type HeldOutTable } from '../../tables/hold-out';
import { readDerivedByOrder } from '../../tables/read-table';
import { readClassTarget, rowsWithTarget } from './read-target';
import { type Table, takeRows } from '../../tables/table';

/**
 * Counts the rows with a target in each part of a table, and how many have each class.
 * @param classNames empty if the target is a value
 * @throws LintelError DATASET_INVALID (a target that is not one of the classes)
 */
export function partCounts(
  { train, test }: HeldOutTable,
  schema: TableSchema,
  classNames: readonly string[],
): Pick<DatasetVersion, 'examples' | 'counts'> {
  const known = (table: Table): Table => (table.rows === 0 ? table : takeRows(table, rowsWithTarget(table, schema)));
  const parts = { train: known(train), test: known(test) };
  const countsOf = (table: Table): Record<string, number> => {
    const counts = Object.fromEntries(classNames.map((name) => [name, 0]));
    if (classNames.length === 0 || table.rows === 0) return counts;
    const { labels } = readClassTarget(table, schema, { classNames });
    for (const label of labels) counts[classNames[label]!]!++;
    return counts;
  };
  return {
    examples: { train: parts.train.rows, validation: 0, test: parts.test.rows },
    counts: { train: countsOf(parts.train), validation: {}, test: countsOf(parts.test) },
  };
}

/**
 * The classes of a table in the order of their codes; see `readClassTarget`.
 * @param positive the class whose probability is predicted, of two
 * @throws LintelError as `readClassTarget`
 */
export function readClasses(table: Table, schema: TableSchema, positive: string | undefined): readonly string[] {
  const computed = readDerivedByOrder(table, schema, true);
  const known = takeRows(computed, rowsWithTarget(computed, schema));
  return readClassTarget(known, schema, positive === undefined ? {} : { positive }).classNames;
}
