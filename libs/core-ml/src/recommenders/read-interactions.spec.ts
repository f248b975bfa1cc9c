import { type Cell, type Table, tableOfRecords } from '../tables/table';
import { historyOf, type Interactions } from './interactions';
import { readInteractions } from './read-interactions';
import { splitInteractions } from './split-interactions';

const table = (columns: string, ...rows: readonly (readonly Cell[])[]): Table => {
  const names = columns.split(',');
  return tableOfRecords(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))));
};
const read = (given: Table, options = {}) => readInteractions(given, { name: 'file.csv', ...options });
const histories = (all: Interactions): Record<string, string[]> =>
  Object.fromEntries(
    all.userIds.map((id, user) => [id, Array.from(historyOf(all, user).items, (item) => all.itemIds[item]!)]),
  );
const kinds = (given: ReturnType<typeof read>): string[] => given.findings.map(({ kind }) => kind);

describe('interactions', () => {
  it('become histories in order of time, however the file is ordered and the times are written', () => {
    const given = table('user_id,item_id,timestamp', ['a', 'y', 30], ['b', 'x', 5], ['a', 'x', 10], ['b', 'z', 7]);
    expect(histories(read(given).interactions)).toEqual({ a: ['x', 'y'], b: ['x', 'z'] });
    const iso = table(
      'user,item,time',
      ['a', 'y', '2026-03-02'],
      ['a', 'x', '2026-03-01T10:00:00Z'],
      ['b', 'x', '2026-03-01'],
    );
    expect(histories(read(iso).interactions)['a']).toEqual(['x', 'y']);
  });

  it('may be a list of items for each user', () => {
    const given = table('user,items_in_order_of_time', ['1', '5 3 4'], ['2', '4 5']);
    expect(histories(read(given).interactions)).toEqual({ 1: ['5', '3', '4'], 2: ['4', '5'] });
  });

  it('of one user and item become one: the newest, with the largest weight, and are reported', () => {
    const rows = [
      ['a', 'x', 1, 'purchase'],
      ['a', 'y', 2, 'view'],
      ['a', 'x', 3, 'view'],
      ['a', 'x', 3, 'view'],
      ['b', 'x', 1, 'view'],
    ] as const;
    const given = read(table('user,item,timestamp,event', ...rows));
    expect(histories(given.interactions)['a']).toEqual(['y', 'x']);
    expect(Array.from(historyOf(given.interactions, 0).weights)).toEqual([1, 5]);
    expect(kinds(given)).toEqual(
      expect.arrayContaining(['duplicate-interactions', 'repeated-interactions', 'single-interaction']),
    );
  });

  it('count by their event, as the weights say; one without a weight counts 1 and is reported', () => {
    const given = read(
      table(
        'user,item,timestamp,event',
        ['a', 'x', 1, 'like'],
        ['a', 'y', 2, 'view'],
        ['b', 'x', 3, 'odd'],
        ['b', 'y', 4, 'skip'],
      ),
      {
        eventWeights: { like: 4, view: 1, skip: 0 },
      },
    );
    expect(Array.from(given.interactions.weights)).toEqual([4, 1, 1]);
    expect(given.findings).toContainEqual({ kind: 'unknown-event', severity: 'warning', event: 'odd', rows: 1 });
    expect(kinds(given)).toContain('weightless-events');
  });

  it('with ratings count alike, unless the values are to be used', () => {
    const given = table('user,item,timestamp,rating', ['a', 'x', 1, 5], ['b', 'y', 2, '2.5']);
    expect(Array.from(read(given).interactions.weights)).toEqual([1, 1]);
    expect(Array.from(read(given, { usesValues: true }).interactions.weights)).toEqual([5, 2.5]);
  });

  it('with ids that are numbers take them as names, and report numbers that are written in two ways', () => {
    const given = read(table('user,item,timestamp', ['1', '7', 1], ['2', '07', 2], ['1', '8', 3]));
    expect(given.interactions.itemIds).toEqual(['7', '07', '8']);
    expect(given.findings).toContainEqual({
      ...{ kind: 'ids-written-twice', severity: 'warning', of: 'item', ids: 1 },
      examples: ['7 and 07'],
    });
    expect(given.findings.filter(({ kind }) => kind === 'numeric-ids')).toHaveLength(2);
  });

  it('without an id are left out, and without a time are the oldest; both are reported', () => {
    const given = read(
      table('user,item,timestamp', ['a', 'x', 9], ['a', 'y', null], ['', 'x', 1], ['b', 'NA', 1], ['b', 'x', 3]),
    );
    expect(histories(given.interactions)).toEqual({ a: ['y', 'x'], b: ['x'] });
    expect(given.findings).toContainEqual({ kind: 'missing-ids', severity: 'warning', rows: 2 });
    expect(given.findings).toContainEqual({ kind: 'missing-times', severity: 'warning', rows: 1 });
  });

  it('with times in the future stay the newest, and are reported; a day ahead may be another zone', () => {
    const rows = [
      ['a', 'x', 200_000],
      ['a', 'y', 1_000],
      ['b', 'x', 80_000],
    ] as const;
    const given = read(table('user,item,timestamp', ...rows), { now: 10_000 });
    expect(histories(given.interactions)['a']).toEqual(['y', 'x']);
    expect(given.findings).toContainEqual({ kind: 'future-times', severity: 'warning', rows: 1 });
  });

  it('in the order of the file where their times are equal, which is reported', () => {
    const given = read(table('user,item,timestamp', ['a', 'y', 1], ['a', 'x', 1], ['b', 'x', 1]));
    expect(histories(given.interactions)['a']).toEqual(['y', 'x']);
    expect(given.findings).toContainEqual({ kind: 'equal-times', severity: 'note', rows: 1 });
  });

  it.each([
    ['a single user', table('user,item,timestamp', ['a', 'x', 1], ['a', 'y', 2]), '1 user and 2 items'],
    ['a value that is NaN', table('user,item,timestamp,rating', ['a', 'x', 1, 'NaN'], ['b', 'y', 1, 1]), 'NaN'],
    ['a negative value', table('user,item,timestamp,rating', ['a', 'x', 1, -2], ['b', 'y', 1, 1]), '-2'],
    ['an infinite value', table('user,item,timestamp,rating', ['a', 'x', 1, 'Infinity'], ['b', 'y', 1, 1]), 'Infinity'],
    ['a time that is none', table('user,item,timestamp', ['a', 'x', 'soon'], ['b', 'y', 1]), 'soon'],
    ['no column of users', table('who,item', ['a', 'x'], ['b', 'y']), 'who, item'],
  ])('with %s are refused with what was received and a cure', (_, given, received) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({
        code: 'DATASET_INVALID',
        received: expect.stringContaining(received) as string,
        cure: expect.stringMatching(/./) as string,
      }) as Error,
    );
  });
});

describe('a split', () => {
  const { interactions } = read(
    table('user,item,timestamp', ...Array.from({ length: 8 }, (_, at) => ['a', `i${at}`, at] as const), ['b', 'i0', 1]),
  );

  it('by time hides the latest share of a history, and keeps a single interaction', () => {
    const { known, hidden } = splitInteractions(interactions, { split: 'time', share: 0.25 }, 1);
    expect(histories(hidden)).toEqual({ a: ['i6', 'i7'], b: [] });
    expect(histories(known)).toEqual({ a: ['i0', 'i1', 'i2', 'i3', 'i4', 'i5'], b: ['i0'] });
  });

  it('of the last item hides one', () => {
    expect(histories(splitInteractions(interactions, { split: 'last', share: null }, 1).hidden)['a']).toEqual(['i7']);
  });

  it('at random hides the same share, another one for another seed, and keeps the order of the rest', () => {
    const { known, hidden } = splitInteractions(interactions, { split: 'random', share: 0.25 }, 1);
    expect(historyOf(hidden, 0).items).toHaveLength(2);
    expect([...historyOf(known, 0).items]).toEqual([...historyOf(known, 0).items].sort((one, other) => one - other));
    const seeds = [1, 2, 3, 4, 5].map((seed) =>
      String(historyOf(splitInteractions(interactions, { split: 'random', share: 0.25 }, seed).hidden, 0).items),
    );
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });
});
