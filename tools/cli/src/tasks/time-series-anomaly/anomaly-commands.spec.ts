import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(300_000);

const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: path('cache') }, ...args);

const timeOf = (at: number): string => new Date(Date.UTC(2026, 0, 5) + at * 300_000).toISOString().slice(0, 19);
const isFault = (at: number): boolean => at > 200 && at % 170 < 6;

/** Rows of a pump whose flow falls now and then. */
function pump(rows: number, seed: number): string[] {
  const random = createRandom(seed, 'pump');
  return Array.from({ length: rows }, (_, at) => {
    const flow = 40 + random.normal() - (isFault(at) ? 20 : 0);
    return `${timeOf(at)},${flow.toFixed(3)},${(50 + random.normal()).toFixed(3)},${isFault(at) ? 1 : 0}`;
  });
}

const HEADER = 'time,flow,heat,fault';
const write = (name: string, lines: readonly string[], header = HEADER) =>
  writeFile(path(name), [header, ...lines].join('\n'));
const withoutFault = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/,[^,]*$/, ''));
const ASKED = ['--task', 'time-series-anomaly', '--time', 'time'];

beforeAll(async () => {
  await write(
    'pump.csv',
    pump(1_500, 1).filter((_, at) => at % 50 !== 7),
  );
  await write('later.csv', pump(900, 2));
  await mkdir(path('fleet'));
  await write('fleet/a.csv', withoutFault(pump(700, 3)), 'time,flow,heat');
  await write('fleet/b.csv', withoutFault(pump(700, 4)), 'time,flow,heat');
  const windows = Array.from({ length: 700 }, (_, at) => at)
    .filter((at) => isFault(at) && !isFault(at - 1))
    .map((at) => [timeOf(at), timeOf(at + 5)]);
  await writeFile(path('fleet/windows.json'), JSON.stringify({ 'a.csv': windows, 'b.csv': windows }));
  await mkdir(path('broken'));
  await write('broken/a.csv', pump(300, 3));
  await writeFile(path('broken/windows.json'), '{"a.csv": [["yesterday", "today"]]}');
  await write(
    'hot.csv',
    pump(400, 1).map((line, at) => (at === 20 ? line.replace(/,[^,]*/, ',hot') : line)),
  );
  await write('short.csv', pump(20, 1));
  await writeFile(path('empty.csv'), '');
});

it('a detector is trained beside a trailing mean, measured on other rows, and finds alarms, by the command line alone', async () => {
  const out = path('model');
  const trained = await run(
    ...['train', '--data', path('pump.csv'), ...ASKED, '--target', 'fault', '--recipe', 'robust-limits'],
    ...['--out', out, '--json'],
  );
  expect([trained.exitCode, trained.exitCode === 0 ? '' : trained.stderr]).toEqual([0, '']);
  expect(trained.stderr).toContain('30 steps of 1 series have no row');
  expect(trained.json).toMatchObject({ signals: ['flow', 'heat'], falseAlarms: 0.002, anomalies: { known: 1 } });
  const measured = await run('evaluate', '--model', out, '--data', path('later.csv'), '--json');
  const metrics = measured.json['metrics'] as Record<string, number>;
  const { gaussian } = measured.json['baselines'] as Record<string, Record<string, number>>;
  expect(metrics['averagePrecision']).toBeGreaterThan(0.6);
  expect(Object.keys(gaussian!)).toEqual(expect.arrayContaining(['averagePrecision', 'auc', 'nab']));
  expect(metrics['auc']).toBeGreaterThan(0.9);
  expect(metrics).toHaveProperty('nab');
  expect((await run('evaluate', '--model', out, '--data', path('pump.csv'))).stderr).toContain('too good');

  const asked = await run('predict', '--model', out, path('later.csv'), path('missing.csv'), '--json');
  expect(asked.exitCode).toBe(1);
  const [found, missing] = asked.json['predictions'] as { alarms: { time: string; reasons: { signal: string }[] }[] }[];
  expect([340, 341, 342, 343, 344, 345].map((at) => `${timeOf(at)}.000Z`)).toContain(found!.alarms[0]!.time);
  expect(found!.alarms[0]!.reasons[0]!.signal).toBe('flow');
  expect(missing).toHaveProperty('error');
  const shown = await run('predict', '--model', out, path('later.csv'));
  expect(shown.stdout).toContain('Alarms (a score of 1 is the limit)');
});

it('a folder of series with the windows of their anomalies is trained on and measured as one set', async () => {
  const out = path('fleet-model');
  const trained = await run('train', '--data', path('fleet'), ...ASKED, '--out', out, '--json');
  expect(trained.json).toMatchObject({ series: 2, recipe: 'novelty', anomalies: { known: 2 }, repeated: 0 });
  const measured = await run('evaluate', '--model', out, '--data', path('fleet'), '--json');
  expect(measured.json).toMatchObject({ anomalies: { known: 6 }, learned: true });
  expect((measured.json['metrics'] as Record<string, number>)['nab']).toBeGreaterThan(0);
});

it.each([
  ['hot.csv', '"flow" has a value in line 22'],
  ['short.csv', 'too few rows'],
  ['empty.csv', 'is empty'],
  ['missing.csv', 'cannot be read'],
  ['broken', '"a.csv": ["yesterday","today"]'],
  ['cache', 'has no series'],
])('%s is refused with what is wrong, and nothing is written', async (data, message) => {
  const out = path(`refused-${data}`);
  await mkdir(path('cache'), { recursive: true });
  const refused = await run('train', '--data', path(data), ...ASKED, '--out', out);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(message)]);
  expect(existsSync(out)).toBe(false);
});

it('a command without times, with an unknown column or a share that is none, says what is missing', async () => {
  const args = ['train', '--data', path('pump.csv'), '--task', 'time-series-anomaly', '--out', path('none')];
  expect((await run(...args)).stderr).toContain('--time');
  expect((await run(...args, '--time', 'time', '--target', 'broken')).stderr).toContain('"broken"');
  expect((await run(...args, '--time', 'time', '--false-alarms', '1.5')).exitCode).toBe(2);
});
