import { type TableSchema } from '@lintel/contracts';
import { inferSchema } from './infer-schema';
import { parseCsv } from './parse-csv';
import { inputColumns, readInputs, readNamed } from './read-table';
import { readClassTarget, readValueTarget, rowsWithTarget, targetKind } from '../tasks/tabular/read-target';
import { tableOfRecords } from './table';

const csv = `machine,at,torque,speed,kind,broken
m1,2026-03-02T06:00:00,40,1500,L,no
m1,2026-03-01T23:30:00,20,1000,H,no
m2,2026-03-01T12:00:00,,1200,L,yes
m1,2026-03-03T00:00:00+02:00,50,0,M,no
`;
const table = parseCsv(Buffer.from(csv));
const schema: TableSchema = inferSchema(table, { target: 'broken', group: 'machine', time: 'at' });
const compute = (expression: string, base = schema): number[] =>
  Array.from(
    readNamed(table, { ...base, derived: [{ name: 'x', expression, monotone: 0 }] }, ['x']).columns.get('x')!
      .values as Float64Array,
  );

describe('derived columns', () => {
  it.each([
    ['torque * speed / 1000', [60, 20, NaN, 0]],
    ['2 + 3 * 2 ^ 3 ^ 0 - -1', [9, 9, 9, 9]],
    ['-2 ^ 2', [-4, -4, -4, -4]],
    ['not torque > 30 or speed < 100', [0, 1, NaN, 1]],
    ['if(kind == "L", 1, 0)', [1, 0, 1, 0]],
    ["kind != 'L' and speed >= 1000", [0, 1, 0, 0]],
    ['coalesce(torque, 7) + missing(torque)', [40, 20, 8, 50]],
    ['speed / (speed - 1500)', [NaN, -2, -4, 0]],
    ['log(speed)', [Math.log(1500), Math.log(1000), Math.log(1200), NaN]],
    ['min(torque, 30, 25) + max(1, abs(-3))', [28, 23, NaN, 28]],
    ['hour(at)', [6, 23, 12, 22]],
    ['weekday(at)', [0, 6, 6, 0]],
    ['month(`at`) * 100 + day(at)', [302, 301, 301, 302]],
    ['torque - lag(torque, 1)', [20, NaN, NaN, 10]],
  ])('%s', (expression, expected) => {
    const rounded = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 1e9) / 1e9 + 0);
    expect(rounded(compute(expression))).toEqual(rounded(expected));
  });

  it('may use derived columns before them', () => {
    const derived = [
      { name: 'power', expression: 'torque * speed', monotone: 0 as const },
      { name: 'kilo', expression: 'power / 1000', monotone: 0 as const },
    ];
    const read = readInputs(table, { ...schema, derived });
    expect(read.columns.get('kilo')!.values[0]).toBe(60);
    expect(inputColumns({ ...schema, derived })).toEqual(['torque', 'speed', 'kind', 'power', 'kilo']);
  });

  it.each([
    ['torque *', /"the end"[\s\S]*character 9/],
    ['torqe + 1', /unknown column "torqe", at character 1/],
    ['speed + sqr(2)', /unknown function "sqr", at character 9/],
    ['1 + kind', /another kind, at character 5/],
    ['hour(speed)', /another kind/],
    ['min(1)', /1 inputs/],
    ['torque; drop', /no meaning, at character 7/],
    ['constructor', /unknown column "constructor"/],
    ['toString(1)', /unknown function "toString"/],
    ['lag(torque, speed)', /lag\(number, whole number/],
    ['('.repeat(300) + '1' + ')'.repeat(300), /nested too deeply/],
    ['lead(torque, 1)', /later rows/],
    ['broken + 1', /uses "broken"/],
    ['broken + lag(broken, 1)', /uses "broken"/],
  ])('%s is an error with its position', (expression, problem) => {
    expect(() => compute(expression)).toThrow(problem);
  });

  it('a target may be a later value, and an input an earlier one', () => {
    const ahead: TableSchema = {
      ...schema,
      target: 'next',
      derived: [
        { name: 'before', expression: 'lag(torque, 1)', monotone: 0 },
        { name: 'next', expression: 'lead(torque, 1)', monotone: 0 },
      ],
    };
    expect(Array.from(rowsWithTarget(table, ahead))).toEqual([0, 1]);
    expect(inputColumns(ahead)).not.toContain('next');
  });
});

describe('readInputs', () => {
  const request = { torque: 1, speed: 2, kind: 'L' };

  it('reads rows of JSON as it reads text, without the target', () => {
    const read = readInputs(tableOfRecords([request]), schema);
    expect(Object.fromEntries([...read.columns].map(([name, { values }]) => [name, values[0]]))).toEqual(request);
  });

  it('a column that is missing at prediction is an error', () => {
    expect(() => readInputs(tableOfRecords([{ torque: 1, kind: 'L' }]), schema)).toThrow(/lacks the column speed/);
  });

  it.each([
    ['text where numbers were', 'fast', /"speed" has a value in row 2 that is not a number/],
    ['infinity', 'Infinity', /not a number[\s\S]*finite/],
    ['an infinite JSON number', Infinity, /not a number/],
  ])('%s is an error that names the row', (_, speed, problem) => {
    expect(() => readInputs(tableOfRecords([request, { ...request, speed }]), schema)).toThrow(problem);
  });

  it('NaN and the other texts for "no value" are missing', () => {
    const texts = ['NaN', ' na ', '', null];
    const read = readInputs(tableOfRecords(texts.map((speed) => ({ ...request, speed }))), schema);
    expect((read.columns.get('speed')!.values as Float64Array).every(Number.isNaN)).toBe(true);
  });

  it('a value of a file is named by its line', () => {
    expect(() => readInputs(parseCsv(Buffer.from('torque,speed,kind\n1,2,L\n\n3,x,L')), schema)).toThrow(/in line 4/);
  });
});

describe('the target', () => {
  it('classes are in order, with the chosen one last', () => {
    expect(readClassTarget(table, schema)).toMatchObject({ classNames: ['no', 'yes'] });
    const target = readClassTarget(table, schema, { positive: 'no' });
    expect([target.classNames, Array.from(target.labels)]).toEqual([
      ['yes', 'no'],
      [1, 1, 0, 1],
    ]);
    expect(() => readClassTarget(table, schema, { positive: 'maybe' })).toThrow(/never has the value "maybe"/);
  });

  it('is a class or a value by its own values', () => {
    expect(targetKind(table, schema)).toBe('classes');
    const records = Array.from({ length: 30 }, (_, row) => ({ price: row * 1.5, stars: row % 5 }));
    const priced = tableOfRecords(records);
    expect(targetKind(priced, inferSchema(priced, { target: 'price' }))).toBe('values');
    expect(targetKind(priced, inferSchema(priced, { target: 'stars' }))).toBe('classes');
  });

  it('one class only, an unknown class, a missing value and a text are errors', () => {
    const sold = tableOfRecords([
      { a: 1, b: 'x', c: null },
      { a: 2, b: 'x', c: 3 },
    ]);
    const of = (target: string): TableSchema => ({ ...inferSchema(sold, { target }) });
    expect(() => readClassTarget(sold, of('b'))).toThrow(/same class in every row/);
    expect(() => readClassTarget(sold, of('a'), { classNames: ['1', '3'] })).toThrow(
      /in row 2 that the model does not/,
    );
    expect(() => readValueTarget(sold, of('c'))).toThrow(/no value in row 1/);
    expect(() => readValueTarget(table, { ...schema, target: 'kind' })).toThrow(/not a number/);
  });
});
