import { type DatasetVersion, type Label, type LabelTarget, type TableSchema } from '@lintel/contracts';
import { type Cell, type HeldOutTable, type Table } from '@lintel/core-ml/tables';
import { type TableRow } from '@lintel/core-ml';
import { type LabelChoice } from '../classification/label-classes';

/** What the tasks whose examples are rows of a table do differently. */
export interface RowKind {
  /** What is predicted, for people. @throws LintelError INVALID_CONFIGURATION if the schema does not say it */
  targetName(schema: TableSchema): string;
  /** The classes of a table in their order; empty if the answer is a value. */
  classNames(table: Table, schema: TableSchema): readonly string[];
  /** Counts the examples of each part, and how many have each class. */
  count(
    parts: HeldOutTable,
    schema: TableSchema,
    classNames: readonly string[],
  ): Pick<DatasetVersion, 'examples' | 'counts'>;
  /** Chooses the labels of the next dataset. @param inForce one label per prediction */
  choose(inForce: readonly Label[], classNames: readonly string[]): LabelChoice;
  /** The cells in which a table has what a label says. */
  answer(target: LabelTarget, schema: TableSchema): Readonly<Record<string, Cell>>;
  /** @throws LintelError if a labelled row cannot be read */
  check(row: TableRow, schema: TableSchema): void;
}
