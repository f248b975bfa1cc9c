import { type AnomalyRecipe } from '@lintel/contracts';
import { expectTaskContract } from '../testing/expect-task-contract';
import { pumpRows, pumpTable } from './testing/pump-rows';
import { describeAnomalies } from './training/describe-anomalies';
import { trainAnomalies } from './training/train-anomalies';

jest.setTimeout(300_000);

const rows = pumpRows(900, 7);
/** The newest rows of forty windows, of which some end in a fault. */
const inputs = Array.from({ length: 40 }, (_, at) => ({ rows: rows.slice(at * 15, at * 15 + 120) }));
const train = (out: string, seed: number, recipe: AnomalyRecipe, ignore: string[] = []) => {
  const table = pumpTable(1_200, 1);
  const { preprocessing } = describeAnomalies(table, { time: 'time', anomalies: 'fault', recipe, ignore });
  return trainAnomalies({ table, preprocessing, recipe, out, seed, name: 'pump', source: 'pump.csv' });
};

expectTaskContract(
  () => ({
    task: 'time-series-anomaly',
    train: (out, seed) => train(out, seed, 'residual'),
    inputs,
    wrongInput: { rows: [rows[0]!, rows[0]!] },
    // Does not see the signal that falls.
    trainWorse: (out) => train(out, 1, 'robust-limits', ['flow']),
    examples: pumpTable(900, 99),
  }),
  'time-series-anomaly',
);
