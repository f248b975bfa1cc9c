import { type TableSchema, type TextTarget } from '@lintel/contracts';
import { inferSchema } from '../../../tables/infer-schema';
import { type Table } from '../../../tables/table';
import { columnOf } from './text-answers';

export interface TextRoles {
  /** The columns that make the text. */
  readonly text: readonly string[];
  readonly target: TextTarget;
  readonly time?: string | undefined;
}

/**
 * What the columns of a table of texts mean: a row is known by its text, and all columns without a role are left out. A
 * target of several columns has no single one.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (a time column without times)
 */
export function textSchema(table: Table, { text, target, time }: TextRoles): TableSchema {
  for (const name of [...text, ...target.columns]) columnOf(table, name);
  const schema = inferSchema(table, {
    ...(target.group === null ? {} : { group: target.group }),
    ...(time === undefined ? {} : { time }),
  });
  return {
    ...schema,
    derived: [],
    target: target.columns.length === 1 ? target.columns[0]! : null,
    group: target.group,
    time: time ?? null,
    columns: schema.columns.map((column) => {
      if (text.includes(column.name)) return { name: column.name, kind: 'text' };
      return column.name === time ? column : { name: column.name, kind: 'ignored' };
    }),
  };
}
