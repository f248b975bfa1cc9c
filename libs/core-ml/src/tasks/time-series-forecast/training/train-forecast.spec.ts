import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModelDirectory } from '../../../inference/load-model-directory';
import { describeWindows } from '../../../series/describe-windows';
import { readSeries } from '../../../series/read-series';
import { Predictor } from '../../../serving/predictor';
import { tableOfRecords } from '../../../tables/table';
import { sensorRows, sensorTable } from '../testing/sensor-rows';
import { evaluateForecast } from './evaluate-forecast';
import { examplesBetween, forecastExamples, orderExamples } from './forecast-examples';
import { trainForecast } from './train-forecast';

jest.setTimeout(300_000);

const table = sensorTable(1_500, 1);
const { preprocessing } = describeWindows(table, { time: 'time', target: 'load', horizon: 2 });
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-forecast-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('a forecaster beats the last value and the season, its band holds nine of ten values, and its reasons add up', async () => {
  const out = join(root, 'load');
  const { manifest } = await trainForecast({ table, preprocessing, name: 'load', source: 'sensors', out, seed: 1 });
  const { metrics, baselines, protocol } = manifest.evaluation!;
  expect(protocol).toEqual({ kind: 'by-time', share: 0.2 });
  for (const name of ['lastValue', 'seasonal']) {
    expect(metrics['mae']!.high).toBeLessThan(baselines[name]!['mae']!.low);
  }
  const model = await loadModelDirectory(out, { task: 'time-series-forecast' });
  const { report, learned } = await evaluateForecast(model, sensorTable(800, 5), { seed: 1 });
  expect(report.coverage.value).toBeGreaterThan(0.82);
  expect(report.coverage.value).toBeLessThan(0.98);
  expect(learned).toBe(false);
  expect((await evaluateForecast(model, table, { seed: 1 })).learned).toBe(true);

  const predictor = await Predictor.load(out, { task: 'time-series-forecast' });
  const rows = sensorRows(200, 9);
  const [answer] = await predictor.predict([{ rows }]);
  const { value, base, reasons, interval, time, unsure } = answer!;
  expect(reasons.reduce((sum, { contribution }) => sum + contribution, base)).toBeCloseTo(value, 3);
  expect(time).toBe('2026-01-13T09:00:00.000Z');
  expect(interval.low).toBeLessThanOrEqual(value);
  expect(unsure).toBe(false);
  const [blind] = await predictor.predict([{ rows: [...rows.slice(0, -1), { ...rows.at(-1)!, heat: null }] }]);
  expect(blind!.unsure).toBe(true);
  await predictor.close();
});

it('a model of earlier examples has seen no true value of the tested part', () => {
  const examples = forecastExamples(readSeries(table, preprocessing), preprocessing);
  const split = orderExamples(examples, preprocessing, 1);
  const [training, tested] = [examplesBetween(split, 0, 0.8, true), examplesBetween(split, 0.8, 1, false)];
  const known = Math.max(...Array.from(training, (row) => examples.times[row]! + 2 * preprocessing.step));
  expect(known).toBeLessThan(Math.min(...Array.from(tested, (row) => examples.times[row]!)));
});

it('many series are kept apart whole', () => {
  const rows = Array.from({ length: 12 }, (_, unit) => sensorRows(30, unit).map((row) => ({ ...row, unit }))).flat();
  const about = { ...preprocessing, series: 'unit' };
  const examples = forecastExamples(readSeries(tableOfRecords(rows), about), about);
  const split = orderExamples(examples, about, 1);
  const seriesOf = (from: number, to: number) =>
    new Set(Array.from(examplesBetween(split, from, to, true), (row) => examples.series[row]!));
  expect(split.kind).toBe('by-series');
  expect([...seriesOf(0, 0.8)].filter((number) => seriesOf(0.8, 1).has(number))).toEqual([]);
  expect(seriesOf(0.8, 1).size).toBeGreaterThan(0);
});

it.each([
  ['too few rows', sensorTable(60, 1), /too few forecasts/],
  ['no true value', tableOfRecords(sensorRows(60, 1).map((row) => ({ ...row, load: null }))), /true value/],
])('%s is refused, and nothing is written', async (_, few, message) => {
  const out = join(root, 'refused');
  const request = { table: few, preprocessing, name: 'x', source: 'x', out, seed: 1 };
  await expect(trainForecast(request)).rejects.toThrow(message);
  expect(existsSync(out)).toBe(false);
});
