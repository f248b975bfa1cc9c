import { createRandom, type TableSchema } from '@lintel/contracts';
import { type TableRow } from '@lintel/core-ml';
import { inferSchema, tableOfRecords } from '@lintel/core-ml/tables';
import { type TrainableTable } from '../tasks/tabular/trainable-table';

export const LOANS = 'shop.loans';

/** Loans: the risk rises with the debt and falls with the age. */
export function loanRows(count: number, seed: number): TableRow[] {
  const random = createRandom(seed, 'loans of a trainer');
  return Array.from({ length: count }, (_, at) => {
    const age = 20 + random.int(50);
    const debt = Math.round(1_000 * random.next()) / 10;
    const purpose = ['car', 'house', 'holiday'][random.int(3)]!;
    const risk = (debt - 50) / 15 - (age - 45) / 25 + 0.7 * random.normal();
    const loss = Math.round(100 * (20 + 8 * risk)) / 100;
    return { age, debt, purpose, customer: `${seed}-${Math.floor(at / 3)}`, late: risk > 0 ? 'yes' : 'no', loss };
  });
}

const rows = loanRows(500, 1);
export const loanSchema = (target: 'late' | 'loss'): TableSchema =>
  inferSchema(tableOfRecords(rows), { target, group: 'customer', ignore: [target === 'late' ? 'loss' : 'late'] });

const common = { title: 'Loans', loop: {}, seed: 1, test: 0.3, intendedUse: 'Tests.', limits: ['Knows loans alone.'] };
const about = { name: 'loans', licence: 'Apache-2.0', source: 'drawn by a program' };

/** A model that learns from a table which loans are paid late, in seconds. */
export const loansModel: TrainableTable = {
  ...common,
  task: 'tabular-classification',
  name: LOANS,
  recipe: 'linear',
  positive: 'yes',
  gates: {},
  base: { ...about, open: () => Promise.resolve({ table: tableOfRecords(rows), schema: loanSchema('late') }) },
};

/** A model that learns the loss of a loan. */
export const lossModel: TrainableTable = {
  ...common,
  task: 'tabular-regression',
  name: 'shop.losses',
  recipe: 'linear',
  gates: {},
  base: { ...about, open: () => Promise.resolve({ table: tableOfRecords(rows), schema: loanSchema('loss') }) },
};
