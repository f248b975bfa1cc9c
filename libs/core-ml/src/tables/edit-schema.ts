import { LintelError, type TableSchema } from '@lintel/contracts';
import { type InferSchemaOptions } from './infer-schema';

/**
 * Gives columns of a schema other roles, or leaves some out. What is not named stays as it is.
 * @throws LintelError INVALID_ARGUMENT (a column that the schema lacks, or a role for an ignored column)
 */
export function editSchema(schema: TableSchema, options: Omit<InferSchemaOptions, 'missing'>): TableSchema {
  const { target = schema.target, group = schema.group, time = schema.time, ignore = [] } = options;
  const names = [...schema.columns, ...schema.derived].map(({ name }) => name);
  const stray = [target, group, time, ...ignore].find((name) => name !== null && !names.includes(name));
  if (typeof stray === 'string') {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The schema has no column "${stray}".`,
      expected: `one of ${names.slice(0, 40).join(', ')}`,
      received: stray,
      cure: 'Check the spelling of the name; upper and lower case differ.',
    });
  }
  const columns = schema.columns.map((column) =>
    ignore.includes(column.name)
      ? { name: column.name, kind: 'ignored' as const, reason: 'left out by choice' }
      : column,
  );
  const roles = [target, group, time];
  const unused = columns.find(({ name, kind }) => kind === 'ignored' && roles.includes(name));
  if (unused !== undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The column "${unused.name}" has a role, but it is ignored.`,
      expected: 'a column of another kind as target, group or time',
      received: 'a column of the kind ignored',
      cure: 'Change its kind in the schema, or choose another column.',
    });
  }
  const derived = schema.derived.filter(({ name }) => !ignore.includes(name));
  return { ...schema, columns, derived, target, group, time };
}
