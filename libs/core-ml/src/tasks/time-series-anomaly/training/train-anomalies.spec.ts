import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANOMALY_RECIPES, type AnomalyRecipe } from '@lintel/contracts';
import { loadModelDirectory } from '../../../inference/load-model-directory';
import { Predictor } from '../../../serving/predictor';
import { type Table, tableOfRecords } from '../../../tables/table';
import { pumpRows, pumpTable } from '../testing/pump-rows';
import { describeAnomalies, type DescribeAnomaliesOptions } from './describe-anomalies';
import { evaluateAnomalies } from './evaluate-anomalies';
import { findAlarms } from './find-alarms';
import { trainAnomalies, type TrainAnomaliesRequest } from './train-anomalies';

jest.setTimeout(300_000);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-anomalies-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const train = (
  table: Table,
  out: string,
  recipe: AnomalyRecipe,
  { falseAlarms, ...options }: Partial<DescribeAnomaliesOptions> & Pick<TrainAnomaliesRequest, 'falseAlarms'> = {},
) => {
  const { preprocessing } = describeAnomalies(table, { time: 'time', anomalies: 'fault', recipe, ...options });
  const about = { table, preprocessing, recipe, falseAlarms, name: 'pump', source: 'pump.csv', seed: 1 };
  return trainAnomalies({ ...about, out: join(root, out) });
};

describe.each(ANOMALY_RECIPES)('a detector by the recipe %s', (recipe) => {
  it('finds faults that it was never shown, names the signal, and is served as it was fitted', async () => {
    const { directory, manifest } = await train(pumpTable(2_000, 1), recipe, recipe);
    expect(manifest.evaluation!.metrics['auc']!.value).toBeGreaterThan(0.85);
    expect(manifest.evaluation!.baselines['gaussian']).toHaveProperty('auc');
    const model = await loadModelDirectory<'time-series-anomaly'>(directory, { task: 'time-series-anomaly' });
    const rows = pumpRows(1_300, 5);
    const { found } = await findAlarms(model, tableOfRecords(rows));
    const [series] = found;
    const faults = new Set(rows.filter(({ fault }) => fault === 'yes').map(({ time }) => time));
    expect(series!.alarms.length).toBeGreaterThan(0);
    expect(series!.alarms.filter(({ time }) => faults.has(String(time))).length).toBeGreaterThan(0);
    expect(series!.alarms.find(({ time }) => faults.has(String(time)))!.reasons[0]!.signal).toBe('flow');

    const predictor = await Predictor.load(directory, { task: 'time-series-anomaly' });
    const [answer] = await predictor.predict([{ rows }]);
    await predictor.close();
    const { score, reasons, time } = series!.newest;
    expect(answer).toMatchObject({ time, anomaly: score >= 1, unsure: false, missing: 0 });
    expect(answer!.score).toBeCloseTo(score, 5);
    expect(answer!.reasons.map(({ signal }) => signal)).toEqual(reasons.map(({ signal }) => signal));
  });

  it('gives the same graph under the same seed', async () => {
    const table = pumpTable(600, 3);
    const graphs = await Promise.all(
      ['one', 'other'].map(async (out) => {
        const { directory } = await train(table, `${recipe}-${out}`, recipe);
        return readFile(join(directory, 'model.onnx'));
      }),
    );
    expect(graphs[0]!.equals(graphs[1]!)).toBe(true);
  });

  it('counts what is missing as usual, and says that it is unsure', async () => {
    const { directory } = await train(pumpTable(600, 3), `${recipe}-gaps`, recipe);
    const rows = pumpRows(400, 8);
    const blind = [...rows.slice(0, -1), { ...rows.at(-1)!, flow: null, speed: 'NaN' }];
    const predictor = await Predictor.load(directory, { task: 'time-series-anomaly' });
    const [answer] = await predictor.predict([{ rows: blind }]);
    await predictor.close();
    expect(answer!.unsure).toBe(true);
    expect(answer!.reasons.map(({ value }) => value)).toEqual([null, null]);
    expect(Number.isFinite(answer!.score)).toBe(true);
  });
});

it('the limit lets the share of usual rows through that was asked for', async () => {
  const { directory } = await train(pumpTable(4_000, 1), 'limit', 'robust-limits', { falseAlarms: 0.05 });
  const model = await loadModelDirectory<'time-series-anomaly'>(directory, { task: 'time-series-anomaly' });
  const { report } = await evaluateAnomalies(model, pumpTable(4_000, 2), { seed: 1, whole: true });
  expect(report.metrics['falseAlarmRate']!.value).toBeGreaterThan(0.02);
  expect(report.metrics['falseAlarmRate']!.value).toBeLessThan(0.1);
  expect(report.anomalies!.known).toBe(26);
  expect(report.metrics['nab']!.value).toBeGreaterThan(10);
});

it('without known anomalies the alarms are counted, and nothing else is claimed', async () => {
  const rows = pumpRows(800, 4).map(({ time, speed, flow }) => ({ time, speed, flow }));
  const { manifest } = await train(tableOfRecords(rows), 'blind', 'robust-limits', { anomalies: undefined });
  expect(manifest.evaluation).toMatchObject({ anomalies: null, baselines: { gaussian: {} } });
  expect(Object.keys(manifest.evaluation!.metrics)).toEqual(['falseAlarmRate']);
});

it('series of their own are kept apart, and each row is a step where their steps differ', async () => {
  const slow = pumpRows(500, 6).map((row, at) => ({
    ...{ ...row, time: new Date(Date.UTC(2026, 5, 1) + at * 3_600_000).toISOString() },
    pump: 'slow',
  }));
  const rows = [...pumpRows(500, 5).map((row) => ({ ...row, pump: 'fast' })), ...slow];
  const { manifest, read } = await train(tableOfRecords(rows), 'two', 'novelty', { series: 'pump' });
  expect(manifest.preprocessing).toMatchObject({ step: null, series: 'pump', signals: ['speed', 'flow'] });
  expect([read.series.length, read.gaps]).toEqual([2, 0]);
});

it('rows of one time are kept in the order of the file, and counted', async () => {
  const rows = pumpRows(400, 5);
  const twice = [...rows.slice(0, 200), { ...rows[199]! }, ...rows.slice(200)];
  const { manifest, read } = await train(tableOfRecords(twice), 'twice', 'robust-limits');
  expect([manifest.preprocessing.step, read.repeated]).toEqual([null, 1]);
});

it.each<[string, Table, RegExp]>([
  ['too few rows', pumpTable(100, 1), /too few rows/],
  [
    'text among numbers',
    tableOfRecords(pumpRows(400, 1).map((row, at) => (at === 9 ? { ...row, flow: 'full' } : row))),
    /"flow" has a value in row 10/,
  ],
  ['no signal', tableOfRecords(pumpRows(400, 1).map(({ time, fault }) => ({ time, fault }))), /no signal/],
  [
    'a row without a time',
    tableOfRecords(pumpRows(400, 1).map((row, at) => (at === 3 ? { ...row, time: null } : row))),
    /row 4/,
  ],
])('%s is refused, and nothing is written', async (_, table, message) => {
  const refused = Promise.resolve().then(() => train(table, 'refused', 'robust-limits'));
  await expect(refused).rejects.toThrow(message);
  expect(existsSync(join(root, 'refused'))).toBe(false);
});

it('a training that is cancelled writes nothing', async () => {
  const caller = new AbortController();
  const table = pumpTable(2_000, 1);
  const { preprocessing } = describeAnomalies(table, { time: 'time', recipe: 'residual', ignore: ['fault'] });
  const stopped = trainAnomalies({
    ...{ table, preprocessing, recipe: 'residual', name: 'x', source: 'x', out: join(root, 'stopped'), seed: 1 },
    ...{ signal: caller.signal, onProgress: () => caller.abort(new Error('no longer wanted')) },
  });
  await expect(stopped).rejects.toThrow('no longer wanted');
  expect(existsSync(join(root, 'stopped'))).toBe(false);
});
