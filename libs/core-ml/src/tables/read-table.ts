import { LintelError, type TableColumn, type TableSchema } from '@lintel/contracts';
import { checkExpression, type ExpressionUse } from './expression/check-expression';
import { evaluateExpression } from './expression/evaluate-expression';
import { parseExpression, type Expression } from './expression/parse-expression';
import { rowShifts } from './row-shifts';
import { readColumns, type ColumnValues, type TypedTable } from './typed-table';
import { type Table } from './table';

/** The columns that a model of this schema sees, derived ones last. */
export function inputColumns({ columns, derived, target, group, time }: TableSchema): string[] {
  const isInput = ({ name, kind }: TableColumn): boolean =>
    (kind === 'number' || kind === 'category' || kind === 'boolean') &&
    name !== target &&
    name !== group &&
    name !== time;
  return [...columns.filter(isInput), ...derived.filter(({ name }) => name !== target)].map(({ name }) => name);
}

/**
 * Reads the inputs of a model from a table, with its derived columns; the target need not be there.
 * @param compiled of the schema; pass it if many tables are read
 * @throws LintelError as `readColumns` and `checkDerived`
 */
export function readInputs(table: Table, schema: TableSchema, compiled?: readonly CompiledColumn[]): TypedTable {
  return readNamed(table, schema, inputColumns(schema), compiled);
}

/**
 * Reads some columns of a table, which may be derived ones.
 * @param compiled of the schema
 * @throws LintelError as `readColumns` and `checkDerived`
 */
export function readNamed(
  table: Table,
  schema: TableSchema,
  names: readonly string[],
  compiled: readonly CompiledColumn[] = checkDerived(schema),
): TypedTable {
  const wanted = new Set(names);
  const given = new Set(compiled.filter(({ name, use }) => isGiven(table, name, use)).map(({ name }) => name));
  for (const { name, use } of [...compiled].reverse()) {
    if (!wanted.has(name) || given.has(name)) continue;
    for (const column of use.columns) wanted.add(column);
    if (use.usesOrder) for (const role of [schema.group, schema.time]) if (role !== null) wanted.add(role);
  }
  const plain = schema.columns.filter(({ name }) => wanted.has(name)).map(({ name }) => name);
  const read = readColumns(table, schema, plain);
  const columns = new Map<string, ColumnValues>(read.columns);
  const whole = { rows: read.rows, columns };
  for (const { name, tree, use } of compiled) {
    if (!wanted.has(name)) continue;
    if (given.has(name)) {
      const described = { ...schema, columns: [{ name, kind: 'number' as const, special: [], monotone: 0 as const }] };
      columns.set(name, readColumns(table, described, [name]).columns.get(name)!);
      continue;
    }
    const shifts = use.usesOrder ? rowShifts(whole, schema) : () => new Int32Array();
    columns.set(name, { kind: 'number', values: evaluateExpression(tree, whole, shifts) });
  }
  return { rows: read.rows, columns: new Map(names.map((name) => [name, columns.get(name)!])) };
}

/** A row alone does not show earlier rows, so whoever has them may pass the value of a column that needs them. */
const isGiven = (table: Table, name: string, use: ExpressionUse): boolean =>
  use.usesOrder && table.columns.includes(name);

/**
 * Computes the inputs that look at other rows, so that the rows can be answered one by one.
 * @param withTarget also the target, if it is such a column
 * @returns a table with one more column for each of them; the same table if there is none
 * @throws LintelError as {@link readNamed}
 */
export function readDerivedByOrder(table: Table, schema: TableSchema, withTarget = false): Table {
  const names = checkDerived(schema)
    .filter(({ name, use }) => use.usesOrder && (withTarget || name !== schema.target) && !table.columns.includes(name))
    .map(({ name }) => name);
  if (names.length === 0) return table;
  const { columns } = readNamed(table, schema, names);
  const numbers = names.map((name) =>
    Array.from(columns.get(name)!.values as Float64Array, (value) => (Number.isNaN(value) ? null : value)),
  );
  return { ...table, columns: [...table.columns, ...names], cells: [...table.cells, ...numbers] };
}

/** A derived column whose expression was parsed and checked. */
export interface CompiledColumn {
  readonly name: string;
  readonly tree: Expression;
  readonly use: ExpressionUse;
}

/**
 * Parses and checks the derived columns of a schema. An expression may use the columns of the table and the derived
 * columns before it.
 * @throws LintelError INVALID_CONFIGURATION (with the position; an input that uses the target or later rows)
 */
export function checkDerived(schema: TableSchema): readonly CompiledColumn[] {
  const kinds = new Map<string, ColumnValues['kind']>();
  for (const { name, kind } of schema.columns) {
    if (kind === 'boolean') kinds.set(name, 'number');
    else if (kind === 'number' || kind === 'time' || kind === 'category') kinds.set(name, kind);
  }
  /** Columns that are not known when the model predicts. */
  const unknown = new Set(schema.target === null ? [] : [schema.target]);
  return schema.derived.map(({ name, expression }) => {
    const { tree, use } = compile(name, expression, kinds);
    const leak = [...use.columnsNow].find((column) => unknown.has(column));
    if (name !== schema.target && (use.usesFuture || leak !== undefined)) throw leaking(name, expression, leak);
    if (use.usesFuture) unknown.add(name);
    kinds.set(name, 'number');
    return { name, tree, use };
  });
}

/** An error of an expression says which column it belongs to. */
function compile(
  name: string,
  expression: string,
  kinds: ReadonlyMap<string, ColumnValues['kind']>,
): Omit<CompiledColumn, 'name'> {
  try {
    const tree = parseExpression(expression);
    return { tree, use: checkExpression(expression, tree, kinds) };
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    const { code, problem, expected, received, cure } = error;
    throw new LintelError(code, {
      problem: `The derived column "${name}" is invalid. ${problem}`,
      ...(expected === undefined ? {} : { expected }),
      ...(received === undefined ? {} : { received }),
      cure: cure ?? 'Correct the expression.',
      cause: error,
    });
  }
}

const leaking = (name: string, expression: string, column: string | undefined): LintelError =>
  new LintelError('INVALID_CONFIGURATION', {
    problem: `The derived column "${name}" uses ${column === undefined ? 'later rows' : `"${column}"`}, which is not known when the model predicts.`,
    expected: 'columns that are known then; earlier values of the target by lag(column, rows)',
    received: expression,
    cure: 'Compute the column from other columns.',
  });
