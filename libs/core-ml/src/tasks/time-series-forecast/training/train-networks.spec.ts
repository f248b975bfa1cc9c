import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForecastRecipe } from '@lintel/contracts';
import { loadTensorFlow } from '../../../engine/tensorflow';
import { Predictor } from '../../../serving/predictor';
import { describeWindows } from '../../../series/describe-windows';
import { tableOfRecords } from '../../../tables/table';
import { sensorRows } from '../testing/sensor-rows';
import { trainForecast } from './train-forecast';

jest.setTimeout(300_000);

/** One heat of twenty is missing. */
const rows = sensorRows(900, 1).map((row, at) => (at % 20 === 3 ? { ...row, heat: null } : row));
const table = tableOfRecords(rows);
const asked = { time: 'time', target: 'load', horizon: 2 };
const { preprocessing } = describeWindows(table, { ...asked, view: 'sequence' });
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-networks-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const train = (recipe: ForecastRecipe, out: string, signal?: AbortSignal, onProgress?: () => void) =>
  trainForecast({
    ...{ table, preprocessing, recipe, name: 'load', source: 'sensors', out: join(root, out), seed: 1 },
    ...{ signal, onProgress },
  });

describe.each(['gru', 'tcn'] as const)('a forecaster by the recipe %s', (recipe) => {
  it('beats the last value and the season, holds its band, explains its answers, and leaves no tensor behind', async () => {
    const before = loadTensorFlow().memory().numTensors;
    const { manifest, directory } = await train(recipe, recipe);
    expect(loadTensorFlow().memory().numTensors).toBe(before);
    const { metrics, baselines, coverage } = manifest.evaluation!;
    for (const name of ['lastValue', 'seasonal']) {
      expect(metrics['mae']!.value).toBeLessThan(baselines[name]!['mae']!.value);
    }
    expect(coverage.value).toBeGreaterThan(0.8);
    expect(manifest.architecture.name).toBe(recipe);

    const predictor = await Predictor.load(directory, { task: 'time-series-forecast' });
    const newest = sensorRows(200, 9);
    const [answer, blind] = await predictor.predict([
      { rows: newest },
      { rows: [...newest.slice(0, -1), { ...newest.at(-1)!, heat: null }] },
    ]);
    const { value, base, reasons, interval, unsure } = answer!;
    expect(reasons.map(({ signal }) => signal).sort()).toEqual(['heat', 'load', 'time']);
    expect(reasons.reduce((sum, { contribution }) => sum + contribution, base)).toBeCloseTo(value, 3);
    expect(interval.low).toBeLessThan(interval.high);
    expect([unsure, blind!.unsure]).toEqual([false, true]);
    expect(Number.isFinite(blind!.value)).toBe(true);
    await predictor.close();
  });
});

it('a network gives the same graph under the same seed', async () => {
  const graphs = [];
  for (const out of ['one', 'other']) {
    const { directory } = await train('tcn', out);
    graphs.push(await readFile(join(directory, 'model.onnx')));
  }
  expect(graphs[0]!.equals(graphs[1]!)).toBe(true);
});

it('a training that is cancelled between two steps writes nothing', async () => {
  const caller = new AbortController();
  const stopped = train('gru', 'stopped', caller.signal, () => caller.abort(new Error('no longer wanted')));
  await expect(stopped).rejects.toThrow('no longer wanted');
  expect(existsSync(join(root, 'stopped'))).toBe(false);
});

it('a network refuses the features of trees, and says which it expects', async () => {
  const request = { table, recipe: 'gru' as const, name: 'load', source: 'sensors', seed: 1 };
  const { preprocessing: summaries } = describeWindows(table, asked);
  const refused = trainForecast({ ...request, preprocessing: summaries, out: join(root, 'refused') });
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(existsSync(join(root, 'refused'))).toBe(false);
});
