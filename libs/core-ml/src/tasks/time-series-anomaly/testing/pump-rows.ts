import { createRandom } from '@lintel/contracts';
import { type Table, tableOfRecords } from '../../../tables/table';

/**
 * Rows of a pump, ten minutes apart, whose flow follows its speed. Every 150 rows something is wrong for 5 rows: the
 * flow falls while the speed does not.
 */
export function pumpRows(rows: number, seed: number, from = Date.UTC(2026, 0, 5)) {
  const random = createRandom(seed, 'pump');
  let speed = 0;
  return Array.from({ length: rows }, (_, at) => {
    speed = 0.7 * speed + random.normal();
    const fault = at > 100 && at % 150 < 5;
    const flow = 40 + 2 * speed + 0.3 * random.normal() - (fault ? 25 : 0);
    return {
      time: new Date(from + at * 600_000).toISOString(),
      speed: Number((20 + speed).toFixed(3)),
      flow: Number(flow.toFixed(3)),
      fault: fault ? 'yes' : 'no',
    };
  });
}

export const pumpTable = (rows: number, seed: number): Table => tableOfRecords(pumpRows(rows, seed));
