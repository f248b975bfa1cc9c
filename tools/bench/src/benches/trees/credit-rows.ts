import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@lintel/contracts';
import { type FeatureMatrix } from '@lintel/core-ml';

const ROWS = 18_071;
const COLUMNS = 23;
const TABLE = join(__dirname, '../../../../../../shared/data/taiwan-default.csv');

export interface CreditRows {
  readonly features: FeatureMatrix;
  readonly targets: Float32Array;
}

/** 18,071 clients with 23 columns: the real table where it stands beside the checkout, else made up in its likeness. */
export function creditRows(): CreditRows {
  const read = existsSync(TABLE) ? readTable() : makeUp();
  const columns = Array.from({ length: COLUMNS }, (_, index) => ({ name: `column-${index}`, categories: 0 }));
  return { features: { rows: ROWS, columns, values: read.values }, targets: read.targets };
}

function readTable(): { values: Float32Array; targets: Float32Array } {
  const lines = readFileSync(TABLE, 'utf8').trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(',').map(Number));
  const values = Array.from({ length: COLUMNS }, (_, column) => rows.map((row) => row[column + 1]!)).flat();
  return { values: Float32Array.from(values), targets: Float32Array.from(rows, (row) => row[COLUMNS + 1]!) };
}

/** Half of the columns are amounts with many values, the others have some ten values. */
function makeUp(): { values: Float32Array; targets: Float32Array } {
  const random = createRandom(1, 'credit rows');
  const values = Float32Array.from({ length: ROWS * COLUMNS }, (_, at) =>
    at < 11 * ROWS ? random.int(10) - 2 : Math.round(Math.exp(4 + 2 * random.normal())),
  );
  const targets = Float32Array.from({ length: ROWS }, (_, row) => {
    const risk = values[row]! / 4 - Math.log1p(values[12 * ROWS + row]!) / 3 + (values[3 * ROWS + row]! > 4 ? 1 : 0);
    return random.next() < 1 / (1 + Math.exp(-risk)) ? 1 : 0;
  });
  return { values, targets };
}
