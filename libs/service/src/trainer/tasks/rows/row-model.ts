import { type TableSchema, type TaskId } from '@lintel/contracts';
import { type Table } from '@lintel/core-ml/tables';
import { type ExampleSource, type OpenOptions } from '../../model-declaration';

/** The rows that exist before any are labelled. */
export type RowSource = ExampleSource & {
  /** @returns the rows, and what their columns mean */
  open(options: OpenOptions): Promise<{ readonly table: Table; readonly schema: TableSchema }>;
};

/** A model whose examples are rows of a table, whatever its task. */
export interface RowModel {
  readonly task: TaskId;
  readonly name: string;
  readonly base: RowSource;
  readonly seed: number;
  /** Share of the rows that only measures, in (0, 1); the latest ones if the schema names a time. */
  readonly test: number;
}
