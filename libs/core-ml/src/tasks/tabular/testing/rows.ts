import { createRandom } from '@lintel/contracts';
import { inferSchema } from '../../../tables/infer-schema';
import { type Table, tableOfRecords } from '../../../tables/table';
import { type TableRow } from '../../served-task';

/** Loans: the risk rises with the debt, falls with the age, and is higher for one purpose. `debt` is missing at times. */
export function loanRows(count: number, seed: number): TableRow[] {
  const random = createRandom(seed, 'loan-rows');
  return Array.from({ length: count }, (_, at) => {
    const age = 20 + random.int(50);
    const debt = Math.round(1_000 * random.next()) / 10;
    const purpose = ['car', 'house', 'holiday'][random.int(3)]!;
    const risk = (debt - 50) / 20 - (age - 45) / 25 + (purpose === 'holiday' ? 1 : -0.5) + 0.7 * random.normal();
    return {
      age,
      debt: at % 17 === 0 ? null : debt,
      purpose,
      customer: `c${Math.floor(at / 3)}`,
      late: risk > 0 ? 'yes' : 'no',
      loss: Math.round(100 * (20 + 8 * risk)) / 100,
    };
  });
}

export const loanTable = (count = 400, seed = 1): Table => tableOfRecords(loanRows(count, seed));

export const loanSchema = (target: 'late' | 'loss', table = loanTable()) =>
  inferSchema(table, { target, group: 'customer', ignore: [target === 'late' ? 'loss' : 'late'] });
