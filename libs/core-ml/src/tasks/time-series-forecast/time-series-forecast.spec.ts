import { describeWindows } from '../../series/describe-windows';
import { type Table, takeRows } from '../../tables/table';
import { expectTaskContract } from '../testing/expect-task-contract';
import { sensorRows, sensorTable } from './testing/sensor-rows';
import { trainForecast } from './training/train-forecast';

jest.setTimeout(300_000);

const about = { name: 'load', source: 'sensors.csv' };
const rows = sensorRows(400, 7);
const inputs = Array.from({ length: 40 }, (_, at) => ({ rows: rows.slice(at * 5, at * 5 + 60) }));
const train = (table: Table, out: string, seed: number, ignore: string[] = []) => {
  const { preprocessing } = describeWindows(table, { time: 'time', target: 'load', horizon: 2, ignore });
  return trainForecast({ ...about, table, preprocessing, out, seed });
};

expectTaskContract(
  () => ({
    task: 'time-series-forecast',
    train: (out, seed) => train(sensorTable(900, 1), out, seed),
    inputs,
    wrongInput: { rows: [rows[0]!, rows[0]!] },
    // Learns from few rows, and does not see the heat.
    trainWorse: (out) => {
      const few = takeRows(
        sensorTable(900, 1),
        Int32Array.from({ length: 300 }, (_, row) => row),
      );
      return train(few, out, 1, ['heat']);
    },
    examples: sensorTable(500, 99),
  }),
  'time-series-forecast',
);
