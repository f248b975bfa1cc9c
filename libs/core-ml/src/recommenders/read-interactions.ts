import { DEFAULT_EVENT_WEIGHTS, type InteractionFinding, LintelError } from '@lintel/contracts';
import { numberIn, textOf, timeIn, USUAL_MISSING } from '../tables/read-cell';
import { type Cell, rowName, type Table } from '../tables/table';
import { type InteractionColumnNames, type InteractionColumns, findInteractionColumns } from './interaction-columns';
import { interactionFindings, type ReadCounts } from './interaction-findings';
import { type Interactions } from './interactions';

export interface ReadInteractionsOptions extends InteractionColumnNames {
  /** Named in messages. */
  readonly name: string;
  /** What an event counts, by its name; an event that is not named counts 1, one with 0 is left out. */
  readonly eventWeights?: Readonly<Record<string, number>> | undefined;
  /** True: the values, such as ratings, multiply the weights. Default: every interaction counts alike. */
  readonly usesValues?: boolean | undefined;
  /** True: a single user is enough, as for predictions. */
  readonly allowsFew?: boolean | undefined;
  /** Seconds since 1970; later times are reported. Default: the time of the machine. */
  readonly now?: number | undefined;
}

export interface ReadInteractions {
  readonly interactions: Interactions;
  readonly findings: readonly InteractionFinding[];
}

/** An interaction as it was read; `order` is its place in the file. */
interface Row {
  readonly item: number;
  readonly time: number;
  readonly order: number;
  readonly weight: number;
}

const MISSING = new Set(USUAL_MISSING.map((text) => text.toLowerCase()));
const isMissing = (cell: Cell): boolean => cell === null || MISSING.has(textOf(cell).toLowerCase());
/** Times above this are milliseconds: as seconds they are in the year 5138. */
const MOST_SECONDS = 1e11;
/** Local times without a zone may be this many seconds ahead of the machine. */
const TIME_ZONES = 86_400;

/**
 * Reads interactions from a table. Ids are names, also if they look like numbers. Interactions of one user with one item
 * become one: the newest, with the largest weight.
 * @throws LintelError DATASET_INVALID (no users or items, a single user, a time or value that cannot be read),
 *   INVALID_ARGUMENT
 */
export function readInteractions(table: Table, options: ReadInteractionsOptions): ReadInteractions {
  const columns = findInteractionColumns(table, options);
  const users = new Map<string, Map<number, Row>>();
  const items = new Map<string, number>();
  const counts = emptyCounts(columns.time !== null || columns.isSequence);
  const { eventWeights = DEFAULT_EVENT_WEIGHTS, now = Date.now() / 1000 } = options;
  const cell = (column: number, row: number): Cell => table.cells[column]![row]!;
  const add = (user: string, item: string, time: number, weight: number): void => {
    const order = counts.rows++;
    if (weight === 0) {
      counts.weightless++;
      return;
    }
    const number = items.get(item) ?? items.set(item, items.size).get(item)!;
    const history = users.get(user) ?? users.set(user, new Map<number, Row>()).get(user)!;
    const earlier = history.get(number);
    if (earlier !== undefined) {
      if (earlier.time === time) counts.duplicates++;
      else counts.repeated++;
    }
    const isNewer = earlier === undefined || time >= earlier.time;
    history.set(number, {
      item: number,
      time: isNewer ? time : earlier.time,
      order: isNewer ? order : earlier.order,
      weight: Math.max(weight, earlier?.weight ?? 0),
    });
  };
  for (let row = 0; row < table.rows; row++) {
    const [user, item] = [cell(columns.user, row), cell(columns.item, row)];
    if (isMissing(user) || isMissing(item)) {
      counts.rows++;
      counts.withoutIds++;
      continue;
    }
    if (columns.isSequence) {
      textOf(item)
        .split(/[\s|;]+/)
        .forEach((one, at) => add(textOf(user), one, at, 1));
      continue;
    }
    const value = columns.value === null ? 1 : valueIn(cell(columns.value, row), table, columns.value, row);
    const event = columns.event === null ? null : cell(columns.event, row);
    const weight = event === null || isMissing(event) ? 1 : weightOf(textOf(event), eventWeights, counts);
    const time = timeOf(table, columns, row, counts);
    if (time > now + TIME_ZONES) counts.future++;
    add(textOf(user), textOf(item), time, options.usesValues ? weight * value : weight);
  }
  checkEnough(users, items, options);
  const interactions = assemble(users, [...items.keys()], counts);
  return { interactions, findings: interactionFindings(interactions, counts) };
}

const emptyCounts = (hasTimes: boolean): ReadCounts => ({
  ...{ rows: 0, duplicates: 0, repeated: 0, withoutIds: 0, weightless: 0, withoutTime: 0, future: 0, hasTimes },
  unknownEvents: new Map(),
});

function weightOf(event: string, weights: Readonly<Record<string, number>>, { unknownEvents }: ReadCounts): number {
  const weight = Object.hasOwn(weights, event) ? weights[event] : undefined;
  if (weight !== undefined) return weight;
  unknownEvents.set(event, (unknownEvents.get(event) ?? 0) + 1);
  return 1;
}

/** An interaction without a time counts as the oldest. */
function timeOf(table: Table, { time }: InteractionColumns, row: number, counts: ReadCounts): number {
  if (time === null) return 0;
  const cell = table.cells[time]![row]!;
  if (isMissing(cell)) {
    counts.withoutTime++;
    return -Infinity;
  }
  const seconds = timeIn(cell, 'iso') ?? numberIn(cell, false);
  if (seconds !== undefined) return Math.abs(seconds) > MOST_SECONDS ? seconds / 1000 : seconds;
  throw new LintelError('DATASET_INVALID', {
    problem: `The time in ${rowName(table, row)} cannot be read.`,
    expected: `an ISO 8601 time or seconds since 1970 in the column "${table.columns[time]}"`,
    received: String(cell).slice(0, 100),
    cure: 'Correct the cell, or leave it empty; an interaction without a time counts as the oldest.',
  });
}

function valueIn(cell: Cell, table: Table, column: number, row: number): number {
  const value = numberIn(cell, false);
  if (value !== undefined && value >= 0) return value;
  throw new LintelError('DATASET_INVALID', {
    problem: `The value in ${rowName(table, row)} is not a number of at least 0.`,
    expected: `a number of at least 0 in the column "${table.columns[column]}"`,
    received: cell === null || cell === '' ? 'an empty cell' : String(cell).slice(0, 100),
    cure: 'Correct the cell, or remove the row.',
  });
}

function checkEnough(
  users: ReadonlyMap<string, unknown>,
  items: ReadonlyMap<string, number>,
  { name, allowsFew = false }: ReadInteractionsOptions,
): void {
  const least = allowsFew ? 1 : 2;
  if (users.size >= least && items.size >= least) return;
  const few = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  throw new LintelError('DATASET_INVALID', {
    problem: `${name} holds too few interactions to learn from.`,
    expected: allowsFew ? 'at least one user with an item' : 'at least two users and two items',
    received: `${few(users.size, 'user')} and ${few(items.size, 'item')}`,
    cure: 'Use the interactions of more users; the interactions of one user say nothing about others.',
  });
}

function assemble(
  users: ReadonlyMap<string, ReadonlyMap<number, Row>>,
  itemIds: readonly string[],
  { hasTimes }: ReadCounts,
): Interactions {
  const histories = [...users.values()].map((history) =>
    [...history.values()].sort((one, other) =>
      one.time === other.time ? one.order - other.order : one.time - other.time,
    ),
  );
  const rows = histories.flat();
  const starts = new Int32Array(histories.length + 1);
  histories.forEach((history, user) => (starts[user + 1] = starts[user]! + history.length));
  return {
    userIds: [...users.keys()],
    itemIds,
    starts,
    items: Int32Array.from(rows, ({ item }) => item),
    weights: Float32Array.from(rows, ({ weight }) => weight),
    times: hasTimes ? Float64Array.from(rows, ({ time }) => time) : null,
  };
}
