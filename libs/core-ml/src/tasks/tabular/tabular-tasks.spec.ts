import { expectTaskContract } from '../testing/expect-task-contract';
import { takeRows } from '../../tables/table';
import { loanRows, loanSchema, loanTable } from './testing/rows';
import { trainTable } from './training/train-table';

const inputs = loanRows(12, 7).map(({ age, debt, purpose }) => ({ age: age!, debt: debt!, purpose: purpose! }));
const wrongInput = { age: 'old', debt: 3, purpose: 'car' };
const about = { name: 'loans', source: 'loans.csv' };
/** Rows that no model here is fitted to. */
const examples = loanTable(600, 99);
/** Learns from fewer rows, and sees less of each. */
const trainWorse = (target: 'late' | 'loss', out: string) => {
  const schema = loanSchema(target);
  const columns = schema.columns.map((column) =>
    column.name === 'debt' ? { name: 'debt', kind: 'ignored' as const } : column,
  );
  const few = Int32Array.from({ length: 40 }, (_, row) => row);
  const table = takeRows(loanTable(), few);
  return trainTable({ ...about, table, schema: { ...schema, columns }, recipe: 'linear', out, seed: 1 });
};

expectTaskContract(
  () => ({
    task: 'tabular-classification',
    train: (out, seed) =>
      trainTable({ ...about, table: loanTable(), schema: loanSchema('late'), recipe: 'trees', out, seed }),
    inputs,
    wrongInput,
    trainWorse: (out) => trainWorse('late', out),
    examples,
  }),
  'tabular-classification',
);

describe('with a network', () => {
  const network = (target: 'late' | 'loss') => ({
    train: (out: string, seed: number) =>
      trainTable({ ...about, table: loanTable(), schema: loanSchema(target), recipe: 'mlp', out, seed }),
    inputs,
    wrongInput,
    trainWorse: (out: string) => trainWorse(target, out),
    examples,
  });
  expectTaskContract(() => ({ task: 'tabular-classification', ...network('late') }), 'tabular-classification');
  expectTaskContract(() => ({ task: 'tabular-regression', ...network('loss') }), 'tabular-regression');
});

expectTaskContract(
  () => ({
    task: 'tabular-regression',
    train: (out, seed) =>
      trainTable({ ...about, table: loanTable(), schema: loanSchema('loss'), recipe: 'linear', out, seed }),
    inputs,
    wrongInput,
    trainWorse: (out) => trainWorse('loss', out),
    examples,
  }),
  'tabular-regression',
);
