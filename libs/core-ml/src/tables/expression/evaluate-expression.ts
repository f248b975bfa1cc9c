import { type TypedTable } from '../typed-table';
import { LENIENT_FUNCTIONS, ROW_SHIFTS, STRICT_FUNCTIONS } from './functions';
import { type Expression } from './parse-expression';

/** @returns for each row the row `count` places before it in its group (after it if negative), or -1 */
export type ShiftRows = (count: number) => Int32Array;

/**
 * Computes an expression, which `checkExpression` has accepted, for all rows at once. The numbers of the table alone
 * are used: nothing is executed.
 * @returns float64 [rows]; NaN is missing
 */
export function evaluateExpression(tree: Expression, table: TypedTable, shiftRows: ShiftRows): Float64Array {
  const { rows } = table;

  const textsOf = (node: Expression): readonly (string | null)[] | undefined => {
    if (node.kind === 'text') return new Array<string>(rows).fill(node.value);
    const column = node.kind === 'column' ? table.columns.get(node.name) : undefined;
    return column?.kind === 'category' ? column.values : undefined;
  };

  const valuesOf = (node: Expression): Float64Array => {
    if (node.kind === 'number') return new Float64Array(rows).fill(node.value);
    if (node.kind !== 'call') return table.columns.get((node as { name: string }).name)!.values as Float64Array;
    const { name, inputs } = node;
    const direction = ROW_SHIFTS.get(name);
    if (direction !== undefined) {
      const values = valuesOf(inputs[0]!);
      const { value: count } = inputs[1] as { value: number };
      return Float64Array.from(shiftRows(count * direction), (row) => (row < 0 ? NaN : values[row]!));
    }
    const texts = inputs.map(textsOf);
    if (texts[0]) return compareTexts(name, texts[0], texts[1], rows);
    const values = inputs.map(valuesOf);
    const strict = STRICT_FUNCTIONS.get(name);
    const { apply } = strict ?? LENIENT_FUNCTIONS.get(name)!;
    return Float64Array.from({ length: rows }, (_, row) => {
      const received = values.map((column) => column[row]!);
      if (strict && received.some(Number.isNaN)) return NaN;
      const result = apply(...received);
      return Number.isFinite(result) ? result : NaN;
    });
  };

  return valuesOf(tree);
}

function compareTexts(
  name: string,
  one: readonly (string | null)[],
  other: readonly (string | null)[] | undefined,
  rows: number,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const [a, b] = [one[row]!, other?.[row] ?? null];
    if (name === 'missing') return Number(a === null);
    if (a === null || b === null) return NaN;
    return Number((a === b) === (name === '=='));
  });
}
