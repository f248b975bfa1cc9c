import { tableSchemaSchema } from '@lintel/contracts';
import { inferSchema } from './infer-schema';
import { parseCsv } from './parse-csv';
import { tableOfRecords } from './table';
import { describeWithData, exampleTable } from './testing/describe-with-data';

const rows = Array.from({ length: 120 }, (_, row) => ({
  id: String(row + 7),
  serial: `S-${row * 7919}`,
  size: row % 10 === 0 ? '' : String(row / 10),
  risk: row % 9 === 0 ? '-9' : String(row % 50),
  colour: ['red', 'green', 'red'][row % 3]!,
  sold: row % 2 ? 'Yes' : 'No',
  day: `2026-01-${String((row % 28) + 1).padStart(2, '0')}`,
  note: `the ${row} piece of the lot, seen by ${row % 7} people`,
  same: '4',
  nothing: 'NA',
}));
const table = tableOfRecords(rows);
const column = (name: string) => inferSchema(table).columns.find((one) => one.name === name);

describe('inferSchema', () => {
  it('recognises numbers with gaps and codes, categories by frequency, yes and no, times and text', () => {
    expect(column('size')).toEqual({ name: 'size', kind: 'number', special: [], monotone: 0 });
    expect(column('risk')).toMatchObject({ kind: 'number', special: [-9] });
    expect(column('colour')).toMatchObject({
      kind: 'category',
      categories: [
        { value: 'red', count: 80 },
        { value: 'green', count: 40 },
      ],
    });
    expect(column('sold')).toMatchObject({ kind: 'boolean', yes: 'Yes', no: 'No' });
    expect(column('day')).toMatchObject({ kind: 'time', format: 'iso' });
    expect(column('note')).toMatchObject({ kind: 'text' });
  });

  it('ignores row numbers, identifiers, constant and empty columns, and says why', () => {
    for (const name of ['id', 'serial', 'same', 'nothing']) {
      const { kind, ...rest } = column(name)!;
      expect(kind).toBe('ignored');
      expect((rest as { reason?: string }).reason).toMatch(/numbers the rows|identifies|constant|no values/);
    }
  });

  it('is a JSON value that survives editing', () => {
    const schema = inferSchema(table, { target: 'sold', ignore: ['note'] });
    expect(tableSchemaSchema.parse(JSON.parse(JSON.stringify(schema)))).toEqual(schema);
    expect(() => tableSchemaSchema.parse({ ...schema, target: 'price' })).toThrow(/There is no column/);
  });

  it('reads decimal commas where the table uses them', () => {
    const schema = inferSchema(parseCsv(Buffer.from('a;b\n1,5;2\n2,25;3\n')));
    expect(schema).toMatchObject({ decimalComma: true, columns: [{ kind: 'number' }, { kind: 'number' }] });
  });

  it('a time column without times is an error', () => {
    expect(() => inferSchema(table, { time: 'colour' })).toThrow(/"colour" cannot order the rows/);
    expect(inferSchema(table, { time: 'day' }).time).toBe('day');
  });

  it('an unknown target is an error that names the columns', () => {
    expect(() => inferSchema(table, { target: 'price' })).toThrow(/no column "price"[\s\S]*size/);
  });
});

describeWithData('HELOC', ['heloc.csv'], () => {
  it('its codes -7, -8 and -9 are special values', () => {
    const schema = inferSchema(exampleTable('heloc.csv'), { target: 'RiskPerformance' });
    const codes = new Set(schema.columns.flatMap((one) => (one.kind === 'number' ? one.special : [])));
    expect([...codes].every((code) => [-7, -8, -9].includes(code))).toBe(true);
    expect(codes.size).toBeGreaterThanOrEqual(2);
    expect(schema.columns[0]).toMatchObject({ name: 'row', kind: 'ignored' });
  });
});
