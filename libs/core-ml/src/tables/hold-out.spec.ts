import { parseCsv } from './parse-csv';
import { holdOutRows, holdOutRule, rowHashes, rowsNotIn } from './hold-out';
import { inferSchema } from './infer-schema';
import { type Cell, type Table, tableOfRecords, takeRows } from './table';
import { writeCsv } from './write-csv';

const records = (count: number, from = 0): Record<string, Cell>[] =>
  Array.from({ length: count }, (_, at) => {
    const row = from + at;
    const day = new Date(Date.UTC(2026, 0, 1 + row)).toISOString().slice(0, 10);
    return {
      person: `p${Math.floor(row / 4)}`,
      day,
      heat: row * 1.5,
      load: (row * 7) % 11,
      failed: row % 3 ? 'no' : 'yes',
    };
  });
const table = tableOfRecords(records(400));
const column = (of: Table, name: string): readonly Cell[] => of.cells[of.columns.indexOf(name)]!;
const plain = inferSchema(table, { target: 'failed', ignore: ['person', 'day'] });
const grouped = inferSchema(table, { target: 'failed', group: 'person', ignore: ['day'] });
const timed = inferSchema(table, { target: 'failed', time: 'day', ignore: ['person'] });

describe('rows that only measure', () => {
  it('are the same ones in every table that contains them, about as many as asked for', () => {
    const rule = holdOutRule(table, plain, 0.25);
    expect(rule).toEqual({ share: 0.25, by: 'random' });
    const { train, test } = holdOutRows(table, plain, rule);
    expect(train.rows + test.rows).toBe(400);
    expect(Math.abs(test.rows - 100)).toBeLessThan(30);
    const more = tableOfRecords([...records(300, 400), ...records(400)].reverse());
    const again = new Set(column(holdOutRows(more, plain, rule).test, 'heat'));
    expect(column(test, 'heat').every((heat) => again.has(heat))).toBe(true);
    expect(column(train, 'heat').some((heat) => again.has(heat))).toBe(false);
  });

  it('hold all rows of a group', () => {
    const rule = holdOutRule(table, grouped, 0.3);
    const { train, test } = holdOutRows(table, grouped, rule);
    const tested = new Set(column(test, 'person'));
    expect(column(train, 'person').filter((person) => tested.has(person))).toEqual([]);
    expect(tested.size).toBeGreaterThan(10);
  });

  it('are the latest ones if the rows have times', () => {
    const rule = holdOutRule(table, timed, 0.2);
    const { train, test } = holdOutRows(table, timed, rule);
    const days = (of: Table): string[] => column(of, 'day').map(String).sort();
    expect([train.rows, test.rows]).toEqual([320, 80]);
    expect(days(train).at(-1)! < days(test)[0]!).toBe(true);
  });

  it('are none where none are asked for, and never all of them', () => {
    expect(holdOutRows(table, plain, holdOutRule(table, plain, 0)).test.rows).toBe(0);
    const one = takeRows(table, [0]);
    expect(() => holdOutRows(one, plain, holdOutRule(one, plain, 0.5))).toThrow(/too few rows/);
    expect(() => holdOutRule(one, timed, 0.5)).toThrow(/last ones cannot be held out/);
    expect(() => holdOutRule(table, plain, 1)).toThrow(/not valid/);
  });
});

describe('the identity of a row', () => {
  it('is what it says, not how: as text, in another order, with another id or target', () => {
    const [hash] = rowHashes(table, plain);
    const read = parseCsv(Buffer.from(writeCsv(table)));
    expect(rowHashes(read, plain)[0]).toBe(hash);
    const [first] = records(1);
    const turned = Object.fromEntries(Object.entries({ ...first!, failed: 'no', person: 'other' }).reverse());
    expect(rowHashes(tableOfRecords([turned]), plain)).toEqual([hash]);
    expect(rowHashes(tableOfRecords([{ ...first!, heat: 0.25 }]), plain)).not.toEqual([hash]);
  });

  it('finds the rows that another table does not have', () => {
    const others = takeRows(table, [0, 2, 4]);
    const left = rowsNotIn(takeRows(table, [0, 1, 2, 3]), others, plain);
    expect(column(left, 'heat')).toEqual([1.5, 4.5]);
    // A model that sees less of a row does not make different rows the same.
    const blind = inferSchema(table, { target: 'failed', ignore: ['person', 'day', 'heat', 'load'] });
    expect(rowsNotIn(table, others, blind).rows).toBe(0);
    expect(rowsNotIn(table, others, blind, plain).rows).toBe(397);
  });
});

describe('writeCsv', () => {
  it('is read back as it was, whatever its cells contain, and is the same for equal tables', () => {
    const odd = tableOfRecords([
      { 'a,b': 'x "quoted"', c: 'line\nbreak', d: null },
      { 'a,b': ' spaces ', c: '', d: 0.1 },
    ]);
    const text = writeCsv(odd);
    const read = parseCsv(Buffer.from(text), { delimiter: ',' });
    expect(read.columns).toEqual(['a,b', 'c', 'd']);
    expect(read.cells).toEqual([
      ['x "quoted"', ' spaces '],
      ['line\nbreak', ''],
      ['', '0.1'],
    ]);
    expect(writeCsv(read)).toBe(text);
    const single = tableOfRecords([{ a: null }, { a: 1 }]);
    expect(parseCsv(Buffer.from(writeCsv(single))).rows).toBe(2);
  });
});
