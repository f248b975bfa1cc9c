import { LintelError, type TextTarget } from '@lintel/contracts';
import { type Table } from '../../../tables/table';
import { cellText, columnOf, otherThan, partsOf } from './text-answers';
import { type ReadTextDataOptions } from './text-data';

export interface ChooseTargetOptions {
  /** One column, or several that are labels. */
  readonly columns: readonly string[];
  readonly group?: string | undefined;
  /** Between the labels of a cell; null: a cell is one class. Default: by the cells. */
  readonly separator?: string | null | undefined;
  /** The value whose probability is asked for; of more than two values all others become the other class. */
  readonly positive?: string | undefined;
  /** The value that all others are the opposite of. */
  readonly negative?: string | undefined;
}

export type ChosenTarget = Pick<ReadTextDataOptions, 'target' | 'positive'>;

/** The share of cells with a separator above which they hold lists. */
const SHARE_OF_LISTS = 0.1;

/**
 * Decides how the target of texts is read.
 * @throws LintelError INVALID_ARGUMENT
 */
export function chooseTarget(table: Table, options: ChooseTargetOptions): ChosenTarget {
  const { columns, group = null, positive, negative } = options;
  const target: TextTarget = { columns: [...columns], separator: null, against: null, group };
  const value = positive ?? negative;
  if (columns.length > 1 || value === undefined) {
    return { target: { ...target, separator: separatorOf(table, options) }, positive: undefined };
  }
  if (positive !== undefined && negative !== undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'Two values of the target are named.',
      expected: 'the positive or the negative one',
      received: `${positive} and ${negative}`,
      cure: 'Name one of them; all others become the other class.',
    });
  }
  const values = new Set(valuesOf(table, columns[0]!));
  if (!values.has(value)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The target "${columns[0]}" never has the value "${value}".`,
      expected: `one of ${[...values].slice(0, 20).join(', ')}`,
      received: value,
      cure: 'Name one of these.',
    });
  }
  if (values.size === 2) {
    const other = [...values].find((one) => one !== value)!;
    return { target, positive: positive ?? other };
  }
  return { target: { ...target, against: value }, positive: positive ?? otherThan(value) };
}

/** The separator of the labels; null if cells hold one class each. */
function separatorOf(table: Table, { columns, separator }: ChooseTargetOptions): string | null {
  if (separator !== undefined || columns.length > 1) return separator ?? null;
  const values = valuesOf(table, columns[0]!);
  const found = [';', '|'].find((one) => {
    const lists = values.filter((value) => value.includes(one));
    // Lists share their labels; sentences with a semicolon do not share their halves.
    const parts = new Set(lists.flatMap((value) => partsOf(value, one)));
    return lists.length > SHARE_OF_LISTS * values.length && parts.size < lists.length;
  });
  return found ?? null;
}

function valuesOf(table: Table, name: string): string[] {
  const column = columnOf(table, name);
  return Array.from({ length: table.rows }, (_, row) => cellText(table, column, row)).filter((value) => value !== '');
}
