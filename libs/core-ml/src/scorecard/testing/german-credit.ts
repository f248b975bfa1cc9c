import { createHash } from 'node:crypto';
import { inferSchema } from '../../tables/infer-schema';
import { encodeMatrix, fitMatrixEncoding } from '../../tables/matrix-encoding';
import { readInputs } from '../../tables/read-table';
import { readClassTarget } from '../../tasks/tabular/read-target';
import { takeRows } from '../../tables/table';
import { exampleTable } from '../../tables/testing/describe-with-data';

const NAMES =
  'status duration history purpose amount savings employment installment_rate sex_status debtors residence property age ' +
  'other_plans housing existing_credits job dependents telephone foreign class';

/** German credit: a row is for training if the first 8 hex digits of the sha1 of `german:<row>` are below 6 modulo 10. */
export function germanCredit() {
  const table = exampleTable('german-credit.csv', { header: NAMES.split(' ') });
  const isTraining = (row: number): boolean =>
    parseInt(createHash('sha1').update(`german:${row}`).digest('hex').slice(0, 8), 16) % 10 < 6;
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const schema = inferSchema(table, { target: 'class' });
  const train = takeRows(table, rows.filter(isTraining));
  const test = takeRows(
    table,
    rows.filter((row) => !isTraining(row)),
  );
  const inputs = readInputs(train, schema);
  const encoding = fitMatrixEncoding(inputs, schema);
  return {
    encoding,
    train: {
      matrix: encodeMatrix(inputs, encoding).matrix,
      labels: readClassTarget(train, schema).labels,
    },
    test: {
      matrix: encodeMatrix(readInputs(test, schema), encoding).matrix,
      labels: readClassTarget(test, schema).labels,
    },
  };
}
