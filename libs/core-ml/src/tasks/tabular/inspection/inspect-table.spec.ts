import { type TableFinding } from '@lintel/contracts';
import { inferSchema, type InferSchemaOptions } from '../../../tables/infer-schema';
import { splitRows } from '../../../tables/splits';
import { tableOfRecords, type Table } from '../../../tables/table';
import { describeWithData, exampleTable } from '../../../tables/testing/describe-with-data';
import { inspectTable } from './inspect-table';

const findingsOf = (table: Table, options: InferSchemaOptions, parts?: ArrayLike<number>): readonly TableFinding[] =>
  inspectTable(table, inferSchema(table, options), parts ? { parts } : {}).findings;

const ofKind = <K extends TableFinding['kind']>(findings: readonly TableFinding[], kind: K) =>
  findings.filter((finding): finding is TableFinding & { kind: K } => finding.kind === kind);

const partsOf = (rows: number): Int32Array => {
  const parts = new Int32Array(rows);
  for (const row of splitRows({ rows }, [0.8, 0.2], 1)[1]!) parts[row] = 1;
  return parts;
};

describeWithData('known traps', ['parkinson-telemonitoring.csv.gz', 'ai4i2020.csv', 'concrete.csv'], () => {
  it('names the people of the Parkinson recordings by itself, and that a random split separates their rows', () => {
    const table = exampleTable('parkinson-telemonitoring.csv.gz');
    const findings = findingsOf(table, { target: 'total_UPDRS' }, partsOf(table.rows));
    const [entity] = ofKind(findings, 'repeated-entity');
    expect(entity).toMatchObject({ column: 'subject#', severity: 'error' });
    expect(entity!.entities).toBe(entity!.acrossParts);
    expect(entity!.determines).toEqual(expect.arrayContaining(['age', 'sex']));
    expect(entity!.targetShare).toBeGreaterThan(0.8);
  });

  it('names the failure modes that are the answer in disguise', () => {
    const findings = findingsOf(exampleTable('ai4i2020.csv'), { target: 'Machine_failure' });
    const columns = new Set(ofKind(findings, 'value-implies-target').map(({ column }) => column));
    expect([...columns].sort()).toEqual(['HDF', 'OSF', 'PWF', 'TWF']);
    expect(ofKind(findings, 'numbered-in-order').map(({ column }) => column)).toContain('UDI');
  });

  it('names the mixes of which several samples were tested', () => {
    const findings = findingsOf(exampleTable('concrete.csv'), { target: 'strength' });
    expect(ofKind(findings, 'repeated-entity')[0]).toMatchObject({ column: 'mix' });
  });
});

describeWithData('tables without groups', ['taiwan-default.csv', 'steel-energy.csv.gz', 'german-credit.csv'], () => {
  it.each([
    ['taiwan-default.csv', 'DEFAULT', {}],
    ['steel-energy.csv.gz', 'Usage_kWh', {}],
    ['german-credit.csv', 'c21', { header: true }],
  ] as const)('%s: finds no entity and no leak', (file, target, options) => {
    const findings = findingsOf(exampleTable(file, options), { target });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describeWithData('columns that nearly contain the target', ['icu-outcomes.csv', 'steel-energy.csv.gz'], () => {
  it.each([
    ['icu-outcomes.csv', 'In-hospital_death', 'Survival'],
    ['steel-energy.csv.gz', 'Usage_kWh', 'CO2(tCO2)'],
  ] as const)('%s: a warning names what only follows from %s', (file, target, column) => {
    const leaks = ofKind(findingsOf(exampleTable(file), { target }), 'target-leak');
    expect(leaks.map((leak) => [leak.column, leak.severity])).toEqual([[column, 'warning']]);
  });
});

describe('inspectTable', () => {
  const rows = Array.from({ length: 200 }, (_, row) => ({
    size: ((row * 37) % 101) / 10,
    colour: ['red', 'green', 'blue'][(row * 7) % 3]!,
    empty: row % 4 === 0 ? 1 : null,
    same: 'x',
    sold: ((row * 53) % 97) + ((row * 37) % 101) > 100 ? 'yes' : 'no',
  }));

  it('a copy of the target, coded otherwise, is a leak', () => {
    const table = tableOfRecords(rows.map((row) => ({ ...row, code: row.sold === 'yes' ? 17 : 3 })));
    const leaks = ofKind(findingsOf(table, { target: 'sold' }), 'target-leak');
    expect(leaks.map(({ column }) => column)).toEqual(['code']);
  });

  it('a target in other units is a leak', () => {
    const table = tableOfRecords(
      rows.map((row) => ({ colour: row.colour, size: row.size, inches: row.size * 0.3937 + 2 })),
    );
    expect(ofKind(findingsOf(table, { target: 'size' }), 'target-leak').map(({ column }) => column)).toEqual([
      'inches',
    ]);
  });

  it('copies, copies across parts and contradictions are counted and named by row', () => {
    const first = { ...rows[0]!, size: 99 };
    const table = tableOfRecords([first, ...rows, first, { ...first, sold: first.sold === 'yes' ? 'no' : 'yes' }]);
    const parts = new Int32Array(table.rows);
    parts[201] = 1;
    const findings = findingsOf(table, { target: 'sold' }, parts);
    expect(ofKind(findings, 'duplicates-across-parts')[0]!.examples).toContain('row 202 repeats row 1');
    expect(ofKind(findings, 'contradicting-rows')[0]!.examples).toContain('row 203 repeats row 1');
  });

  it('an id that follows the order in which the classes were collected is an error', () => {
    const table = tableOfRecords(
      rows.map((row, index) => ({ ...row, id: index + 1000, sold: index < 100 ? 'yes' : 'no' })),
    );
    const [numbered] = ofKind(findingsOf(table, { target: 'sold' }), 'numbered-in-order');
    expect(numbered).toMatchObject({ column: 'id', severity: 'error' });
  });

  it('constant columns, missing shares, small classes and the class balance are reported', () => {
    const table = tableOfRecords(rows.map((row, index) => ({ ...row, sold: index < 3 ? 'maybe' : row.sold })));
    const report = inspectTable(table, inferSchema(table, { target: 'sold' }));
    expect(report.missing).toEqual([{ column: 'empty', share: 0.75 }]);
    expect(report.classes!.find(({ className }) => className === 'maybe')!.rows).toBe(3);
    const kinds = report.findings.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['constant-column', 'missing-values', 'small-class']));
  });
});
