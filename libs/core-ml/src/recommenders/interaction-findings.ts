import { type InteractionFinding } from '@lintel/contracts';
import { type Interactions, userCount } from './interactions';

/** What was counted while interactions were read. */
export interface ReadCounts {
  rows: number;
  /** The same user and item at the same time. */
  duplicates: number;
  /** The same user and item at another time. */
  repeated: number;
  withoutIds: number;
  /** Events that count 0. */
  weightless: number;
  withoutTime: number;
  /** Times after now. */
  future: number;
  readonly hasTimes: boolean;
  /** Events without a weight, by name. */
  readonly unknownEvents: Map<string, number>;
}

const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/** A user with more interactions than this many medians is probably not a person. */
const MANY = 50;

/** What a person should know about interactions before training on them, the most severe first. */
export function interactionFindings(interactions: Interactions, counts: ReadCounts): InteractionFinding[] {
  const { userIds, itemIds } = interactions;
  const lengths = Array.from({ length: userCount(interactions) }, (_, user) => lengthOf(interactions, user));
  const singles = lengths.filter((length) => length === 1).length;
  const equal = counts.hasTimes ? equalTimes(interactions) : 0;
  const events = [...counts.unknownEvents].map(([event, rows]) => ({ event, rows }));
  const median = [...lengths].sort((one, other) => one - other)[lengths.length >> 1]!;
  const busy = lengths.filter((length) => length > MANY * Math.max(2, median)).length;
  const findings: (InteractionFinding | false)[] = [
    counts.withoutIds > 0 && { kind: 'missing-ids', severity: 'warning', rows: counts.withoutIds },
    counts.withoutTime > 0 && { kind: 'missing-times', severity: 'warning', rows: counts.withoutTime },
    counts.future > 0 && { kind: 'future-times', severity: 'warning', rows: counts.future },
    !counts.hasTimes && { kind: 'no-times', severity: 'warning' },
    ...writtenTwice(userIds, 'user'),
    ...writtenTwice(itemIds, 'item'),
    ...events.map((one): InteractionFinding => ({ kind: 'unknown-event', severity: 'warning', ...one })),
    counts.duplicates > 0 && { kind: 'duplicate-interactions', severity: 'warning', rows: counts.duplicates },
    busy > 0 && { kind: 'busy-users', severity: 'warning', users: busy, more: MANY * Math.max(2, median) },
    counts.repeated > 0 && { kind: 'repeated-interactions', severity: 'note', rows: counts.repeated },
    counts.weightless > 0 && { kind: 'weightless-events', severity: 'note', rows: counts.weightless },
    singles > 0 && { kind: 'single-interaction', severity: 'note', users: singles },
    equal > 0 && { kind: 'equal-times', severity: 'note', rows: equal },
    areNumbers(userIds) && { kind: 'numeric-ids', severity: 'note', of: 'user' },
    areNumbers(itemIds) && { kind: 'numeric-ids', severity: 'note', of: 'item' },
  ];
  return findings.filter((finding) => finding !== false);
}

const lengthOf = ({ starts }: Interactions, user: number): number => starts[user + 1]! - starts[user]!;

const areNumbers = (ids: readonly string[]): boolean => ids.every((id) => NUMBER.test(id));

/** Ids that are the same number, written differently, such as 7, 07 and 7.0. */
function writtenTwice(ids: readonly string[], of: 'user' | 'item'): InteractionFinding[] {
  const first = new Map<number, string>();
  const examples: string[] = [];
  let count = 0;
  for (const id of ids) {
    if (!NUMBER.test(id)) continue;
    const other = first.get(Number(id));
    if (other === undefined) first.set(Number(id), id);
    else if (count++ < 3) examples.push(`${other} and ${id}`);
  }
  return count === 0 ? [] : [{ kind: 'ids-written-twice', severity: 'warning', of, ids: count, examples }];
}

/** Interactions of a user at the time of the one before. */
function equalTimes(interactions: Interactions): number {
  const times = interactions.times!;
  let equal = 0;
  for (let user = 0; user < userCount(interactions); user++)
    for (let row = interactions.starts[user]! + 1; row < interactions.starts[user + 1]!; row++)
      if (times[row] === times[row - 1]) equal++;
  return equal;
}
