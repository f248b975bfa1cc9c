import { type ColumnValues } from '../typed-table';
import { LENIENT_FUNCTIONS, ROW_SHIFTS, STRICT_FUNCTIONS } from './functions';
import { type Expression } from './parse-expression';
import { expressionError } from './tokens';

type Kind = ColumnValues['kind'];

export interface ExpressionUse {
  /** Every column that the expression names. */
  readonly columns: ReadonlySet<string>;
  /** The columns of which it uses the value of the same row. */
  readonly columnsNow: ReadonlySet<string>;
  /** It looks at other rows. */
  readonly usesOrder: boolean;
  /** It looks at later rows, so it may be predicted but not be used for a prediction. */
  readonly usesFuture: boolean;
}

/**
 * Checks names, numbers of inputs and kinds of an expression before any row is computed.
 * @param kinds what each column that may be used contains
 * @throws LintelError INVALID_CONFIGURATION with the position
 */
export function checkExpression(source: string, tree: Expression, kinds: ReadonlyMap<string, Kind>): ExpressionUse {
  const columns = new Set<string>();
  const columnsNow = new Set<string>();
  let shifts = 0;
  let usesOrder = false;
  let usesFuture = false;
  const wrong = (at: number, problem: string, expected: string): Error =>
    expressionError(source, at, problem, expected);

  const kindOf = (node: Expression): Kind => {
    if (node.kind === 'number') return 'number';
    if (node.kind === 'text') return 'category';
    if (node.kind === 'call') return callKind(node);
    const kind = kinds.get(node.name);
    if (!kind) throw wrong(node.at, `names an unknown column "${node.name}"`, `one of ${[...kinds.keys()].join(', ')}`);
    columns.add(node.name);
    if (shifts === 0) columnsNow.add(node.name);
    return kind;
  };

  const callKind = ({ name, inputs, at }: Expression & { kind: 'call' }): Kind => {
    if (ROW_SHIFTS.has(name)) {
      const [value, rows] = inputs;
      const isCount = rows?.kind === 'number' && Number.isInteger(rows.value) && rows.value >= 1;
      shifts++;
      if (inputs.length !== 2 || !isCount || kindOf(value!) === 'category')
        throw wrong(at, `uses "${name}" with other inputs than it takes`, `${name}(number, whole number of rows)`);
      shifts--;
      usesOrder = true;
      usesFuture ||= name === 'lead';
      return 'number';
    }
    const used = STRICT_FUNCTIONS.get(name) ?? LENIENT_FUNCTIONS.get(name);
    if (!used) {
      const known = [...STRICT_FUNCTIONS.keys(), ...LENIENT_FUNCTIONS.keys(), ...ROW_SHIFTS.keys()];
      throw wrong(at, `uses an unknown function "${name}"`, known.filter((one) => /^\w/.test(one)).join(', '));
    }
    if (inputs.length < used.least || inputs.length > used.most)
      throw wrong(at, `gives "${name}" ${inputs.length} inputs`, `${used.least} inputs`);
    const received = inputs.map(kindOf);
    const mayBeText = name === '==' || name === '!=' || name === 'missing';
    if (mayBeText && received.every((kind) => kind === 'category')) return 'number';
    const stray = received.findIndex((kind) => (used.inputs === 'time' ? kind !== 'time' : kind === 'category'));
    if (stray >= 0) throw wrong(inputs[stray]!.at, `gives "${name}" an input of another kind`, `a ${used.inputs}`);
    return 'number';
  };

  if (kindOf(tree) === 'category') throw wrong(tree.at, 'gives text', 'a number');
  return { columns, columnsNow, usesOrder, usesFuture };
}
