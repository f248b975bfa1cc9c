import { expectTaskContract } from '../testing/expect-task-contract';
import { loanRows, loanSchema, loanTable } from './testing/rows';
import { trainTable } from './training/train-table';

const inputs = loanRows(12, 7).map(({ age, debt, purpose }) => ({ age: age!, debt: debt!, purpose: purpose! }));
const wrongInput = { age: 'old', debt: 3, purpose: 'car' };
const about = { name: 'loans', source: 'loans.csv' };

expectTaskContract(
  () => ({
    task: 'tabular-classification',
    train: (out, seed) =>
      trainTable({ ...about, table: loanTable(), schema: loanSchema('late'), recipe: 'trees', out, seed }),
    inputs,
    wrongInput,
  }),
  'tabular-classification',
);

expectTaskContract(
  () => ({
    task: 'tabular-regression',
    train: (out, seed) =>
      trainTable({ ...about, table: loanTable(), schema: loanSchema('loss'), recipe: 'linear', out, seed }),
    inputs,
    wrongInput,
  }),
  'tabular-regression',
);
