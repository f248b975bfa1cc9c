import { LintelError } from '@lintel/contracts';
import { type Table } from '../tables/table';

/** Names of columns, where the file does not use the usual ones. */
export interface InteractionColumnNames {
  readonly user?: string | undefined;
  readonly item?: string | undefined;
  readonly time?: string | undefined;
}

/** Positions of columns in a table. */
export interface InteractionColumns {
  readonly user: number;
  /** A single item; or a list of items in order of time, if `isSequence`. */
  readonly item: number;
  readonly isSequence: boolean;
  readonly time: number | null;
  readonly value: number | null;
  readonly event: number | null;
}

const USUAL = {
  user: ['user', 'userid', 'visitor', 'visitorid', 'customer', 'customerid', 'session', 'sessionid'],
  item: ['item', 'itemid', 'product', 'productid', 'sku', 'movieid', 'article', 'articleid'],
  time: ['timestamp', 'time', 'datetime', 'date', 'ts'],
  value: ['value', 'rating', 'weight'],
  event: ['event', 'eventtype', 'action'],
} as const;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Which column says what: those that are named, else those with a usual name, such as `user` or `user_id`. A column
 * whose name begins with `items` is a list of items in order of time, separated by spaces.
 * @throws LintelError INVALID_ARGUMENT, DATASET_INVALID
 */
export function findInteractionColumns(
  { columns }: Pick<Table, 'columns'>,
  names: InteractionColumnNames = {},
): InteractionColumns {
  const named = (name: string, option: string): number => {
    const at = columns.indexOf(name);
    if (at >= 0) return at;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `There is no column "${name}".`,
      expected: columns.join(', ').slice(0, 300),
      received: `${option} ${name}`,
      cure: 'Name one of these columns.',
    });
  };
  const usual = (role: keyof typeof USUAL): number | null => {
    const found = USUAL[role].map((name) => columns.findIndex((column) => plain(column) === name));
    return found.find((at) => at >= 0) ?? null;
  };
  const user = names.user === undefined ? usual('user') : named(names.user, '--user');
  const single = names.item === undefined ? usual('item') : named(names.item, '--item');
  const list = columns.findIndex((column) => /^items/.test(plain(column)) || plain(column) === 'sequence');
  if (user === null) throw withoutColumn('user', columns);
  if (single === null && list < 0) throw withoutColumn('item', columns);
  return {
    user,
    item: single ?? list,
    isSequence: single === null,
    time: names.time === undefined ? usual('time') : named(names.time, '--time'),
    value: usual('value'),
    event: usual('event'),
  };
}

const withoutColumn = (role: 'user' | 'item', columns: readonly string[]): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `No column says which ${role} an interaction belongs to.`,
    expected: 'the columns user, item, timestamp and optionally value and event; or user and items',
    received: columns.join(', ').slice(0, 300),
    cure: `Name the column with --${role}, such as --${role} ${columns[0] ?? 'COLUMN'}.`,
  });
