import { inferSchema } from './infer-schema';
import { editSchema } from './edit-schema';
import { parseTableSchema } from './parse-schema';
import { readDerivedByOrder, readInputs } from './read-table';
import { tableOfRecords } from './table';

const table = tableOfRecords(
  Array.from({ length: 30 }, (_, at) => ({
    torque: at % 7,
    speed: (at * 7) % 31,
    kind: at % 2 ? 'L' : 'M',
    failed: at % 3,
  })),
);
const schema = inferSchema(table, { target: 'failed' });
const edited = (change: (copy: Record<string, unknown> & { columns: Record<string, unknown>[] }) => void): string => {
  const copy = structuredClone(schema) as unknown as Record<string, unknown> & { columns: Record<string, unknown>[] };
  change(copy);
  return JSON.stringify(copy, null, 2);
};

describe('parseTableSchema', () => {
  it('reads back what was inferred, and edits of it', () => {
    expect(parseTableSchema(JSON.stringify(schema), 'schema.json')).toEqual(schema);
    const derived = [{ name: 'power', expression: 'torque * speed', monotone: 1 }];
    const text = edited((copy) => {
      copy['derived'] = derived;
      copy.columns[1]!['monotone'] = -1;
      copy.columns[1]!['special'] = [-9];
    });
    const read = parseTableSchema(text, 'schema.json');
    expect(read.derived).toEqual(derived);
    expect(read.columns[1]).toMatchObject({ monotone: -1, special: [-9] });
  });

  it.each<[string, string, RegExp]>([
    ['text that is not JSON, with its line', '{\n"columns": [,]\n}', /not valid JSON, in line 2/],
    ['a lost comma, with its line', '{\n"columns": []\n"missing": []\n}', /in line 3/],
    ['text that ends early, with its last line', '{\n"columns": [\n', /in line 3/],
    [
      'a value that is not allowed, with its field',
      edited((copy) => (copy.columns[0]!['monotone'] = 2)),
      /columns\[0\]\.monotone of "torque"[\s\S]*2/,
    ],
    ['a misspelt field', edited((copy) => (copy.columns[1]!['monoton'] = 1)), /columns\[1\]\.monoton of "speed"/],
    ['a missing list', edited((copy) => delete copy['missing']), /invalid at missing/],
    [
      'a target that is no column',
      edited((copy) => (copy['target'] = 'broken')),
      /invalid at target[\s\S]*no column "broken"/,
    ],
    [
      'an expression, with its column and character',
      edited((copy) => (copy['derived'] = [{ name: 'power', expression: 'torqe * speed' }])),
      /"power" is invalid[\s\S]*"torqe", at character 1/,
    ],
    [
      'an expression that uses the target',
      edited((copy) => (copy['derived'] = [{ name: 'twice', expression: '2 * failed' }])),
      /"twice" uses "failed"/,
    ],
    ['a list in place of a schema', '[]', /invalid at its content/],
  ])('names %s', (_, text, problem) => {
    expect(() => parseTableSchema(text, 'schema.json')).toThrow(problem);
  });
});

describe('editSchema', () => {
  it('changes roles, leaves columns out, and keeps the rest', () => {
    const other = editSchema(schema, { target: 'kind', ignore: ['failed'] });
    expect(other.target).toBe('kind');
    expect(other.columns.find(({ name }) => name === 'failed')).toMatchObject({ kind: 'ignored' });
    expect(editSchema(schema, {})).toEqual(schema);
  });

  it('names a column that the schema lacks, and a role for an ignored column', () => {
    expect(() => editSchema(schema, { group: 'person' })).toThrow(/no column "person"/);
    expect(() => editSchema(schema, { ignore: ['failed'] })).toThrow(/"failed" has a role/);
  });
});

describe('columns that look at earlier rows', () => {
  const lagging = { ...schema, derived: [{ name: 'before', expression: 'lag(speed, 2)', monotone: 0 as const }] };
  const beforeOf = (rows: typeof table): Float64Array =>
    readInputs(rows, lagging).columns.get('before')!.values as Float64Array;

  it('keep their values when the rows are divided', () => {
    const whole = readDerivedByOrder(table, lagging);
    const last = { ...whole, rows: 1, cells: whole.cells.map((cells) => cells.slice(-1)) };
    expect(Array.from(beforeOf(last))).toEqual([(27 * 7) % 31]);
    expect(Array.from(beforeOf(whole))).toEqual(Array.from(beforeOf(table)));
  });

  it('may be passed with a row, and are missing if the row alone is given', () => {
    const row = { torque: 1, speed: 2, kind: 'L' };
    expect(beforeOf(tableOfRecords([{ ...row, before: 12 }]))[0]).toBe(12);
    expect(beforeOf(tableOfRecords([row]))[0]).toBeNaN();
  });
});
