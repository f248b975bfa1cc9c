import { createRandom, driftPolicySchema, type DriftReport } from '@lintel/contracts';
import { judgeWindow } from '../../../drift/judge-window';
import { DriftWindow } from '../../../drift/window';
import { readInputs } from '../../../tables/read-table';
import { tableOfRecords } from '../../../tables/table';
import { type TableRow } from '../../served-task';
import { MISSING_SHARE, rowFeatures } from '../row-features';
import { loanRows, loanSchema, loanTable } from '../testing/rows';
import { readTableData } from './table-data';
import { tableReference } from './table-reference';

const schema = loanSchema('late');
const data = readTableData(loanTable(), schema);
const featuresOf = rowFeatures(schema);
const random = createRandom(3, 'answers');
const reference = tableReference(data, {
  rows: Int32Array.from({ length: data.table.rows }, (_, row) => row),
  predicted: Float64Array.from({ length: data.table.rows }, () => random.next()),
});

/** The measures that have drifted in the rows, by name. */
function driftedIn(rows: readonly TableRow[]): string[] {
  const typed = readInputs(tableOfRecords(rows), schema);
  const answers = createRandom(4, 'answers');
  const window = new DriftWindow(1);
  rows.forEach((_, row) => {
    const positive = answers.next();
    const outcome = positive > 0.5 ? 'yes' : 'no';
    const confidence = Math.max(positive, 1 - positive);
    window.add({ outcome, confidence, unsure: false, latencyMs: 1, features: featuresOf(typed, row) });
  });
  const report: DriftReport = judgeWindow(window, reference, driftPolicySchema.parse({}));
  return report.features.filter(({ status }) => status === 'drift').map(({ name }) => name);
}

describe('the drift reference of a table', () => {
  const rows = loanRows(300, 7);

  it('has the columns that the model sees, the share of missing values, and the answers', () => {
    expect(reference.features.map(({ name }) => name).sort()).toEqual(['age', 'debt', MISSING_SHARE, 'purpose']);
    expect(reference.outcome).toMatchObject({ kind: 'category' });
    expect(reference.confidence!.sample[0]).toBeGreaterThanOrEqual(0.5);
  });

  it('finds nothing in other rows of the same kind', () => {
    expect(driftedIn(rows)).toEqual([]);
  });

  it('finds a column whose numbers have moved, and no other one', () => {
    expect(driftedIn(rows.map((row) => ({ ...row, age: Number(row['age']) + 25 })))).toEqual(['age']);
  });

  it('finds categories that have become more frequent, also if all were equally frequent, and new ones', () => {
    expect(driftedIn(rows.map((row) => ({ ...row, purpose: 'house' })))).toEqual(['purpose']);
    expect(driftedIn(rows.map((row, at) => (at % 2 ? { ...row, purpose: 'boat' } : row)))).toEqual(['purpose']);
  });

  it('finds a column that is no longer filled in', () => {
    expect(driftedIn(rows.map((row) => ({ ...row, age: null })))).toEqual([MISSING_SHARE]);
  });
});

describe('the features of a row', () => {
  it('are numbers as they are, categories by their frequency, 0 for an unknown one, without missing values', () => {
    const of = (row: TableRow) => featuresOf(readInputs(tableOfRecords([row]), schema), 0);
    const { categories } = schema.columns.find(({ name }) => name === 'purpose') as {
      categories: { value: string; count: number }[];
    };
    const [most] = categories;
    const features = of({ age: 30, debt: null, purpose: most!.value });
    expect(features).toMatchObject({ age: 30, purpose: most!.count / 400 });
    expect(features[MISSING_SHARE]).toBeCloseTo(1 / 3, 9);
    expect(features).not.toHaveProperty('debt');
    expect(of({ age: 30, debt: 1, purpose: 'boat' })['purpose']).toBe(0);
  });
});
