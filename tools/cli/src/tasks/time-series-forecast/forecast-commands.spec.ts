import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(300_000);

const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: path('cache') }, ...args);

/** Hourly rows whose load has a daily rhythm and follows the heat of two hours before. */
function plant(rows: number, seed: number): string[] {
  const random = createRandom(seed, 'plant');
  const heats = Array.from({ length: rows }, () => random.normal());
  return heats.map((heat, at) => {
    const load = 20 + 5 * Math.sin((2 * Math.PI * at) / 24) + 2 * (heats[at - 2] ?? 0);
    const time = new Date(Date.UTC(2026, 0, 5) + at * 3_600_000).toISOString();
    return `${time},${heat.toFixed(3)},line ${at % 3},${load.toFixed(3)}`;
  });
}

const HEADER = 'time,heat,line,load';
const write = (name: string, lines: readonly string[]) => writeFile(path(name), [HEADER, ...lines].join('\n'));
const ASKED = ['--task', 'time-series-forecast', '--time', 'time', '--target', 'load'];

beforeAll(async () => {
  const rows = plant(700, 1);
  await write(
    'plant.csv',
    rows.filter((_, at) => at % 50 !== 7),
  );
  await writeFile(path('later.csv.gz'), gzipSync([HEADER, ...plant(300, 2)].join('\n')));
  await write('twice.csv', [...rows.slice(0, 300), rows[12]!]);
  await write(
    'hot.csv',
    rows.map((line, at) => (at === 20 ? line.replace(/Z,[^,]*/, 'Z,hot') : line)),
  );
  await write('short.csv', rows.slice(0, 20));
  await writeFile(path('empty.csv'), '');
});

it('a forecast is trained beside the last value and the season, measured on other rows, and asked, by the command line alone', async () => {
  const out = path('model');
  const trained = await run('train', '--data', path('plant.csv'), ...ASKED, '--horizon', '2', '--out', out, '--json');
  expect([trained.exitCode, trained.exitCode === 0 ? '' : trained.stderr]).toEqual([0, '']);
  expect(trained.stderr).toContain('line (holds no numbers)');
  expect(trained.stderr).toContain('14 steps of 1 series have no row');
  const metrics = trained.json['metrics'] as Record<string, number>;
  const baselines = trained.json['baselines'] as Record<string, Record<string, number>>;
  expect(Object.keys(baselines)).toEqual(['lastValue', 'seasonal']);
  expect(metrics['mae']).toBeLessThan(baselines['lastValue']!['mae']!);
  const measured = await run('evaluate', '--model', out, '--data', path('later.csv.gz'), '--json');
  expect((measured.json['metrics'] as Record<string, number>)['mae']).toBeLessThan(3);
  expect((await run('evaluate', '--model', out, '--data', path('plant.csv'))).stderr).toContain('too good');
  const asked = await run('predict', '--model', out, path('later.csv.gz'), '--json');
  const [answer] = asked.json['predictions'] as { time: string; reasons: { signal: string }[] }[];
  expect(answer!.time).toBe('2026-01-17T13:00:00.000Z');
  expect(answer!.reasons.map(({ signal }) => signal).sort()).toEqual(['heat', 'load', 'time']);
});

it.each([
  ['twice.csv', 'line 14 and line 302'],
  ['hot.csv', '"heat" has a value in line 22'],
  ['short.csv', 'too few forecasts'],
  ['empty.csv', 'is empty'],
  ['missing.csv', 'cannot be read'],
])('%s is refused with what is wrong, and nothing is written', async (file, message) => {
  const out = path(`refused-${file}`);
  const refused = await run('train', '--data', path(file), ...ASKED, '--out', out);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(message)]);
  expect(existsSync(out)).toBe(false);
});

it('a command without a column to forecast, or without times, says what is missing', async () => {
  const args = ['train', '--data', path('plant.csv'), '--horizon', '1', '--out', path('none')];
  expect((await run(...args, '--time', 'time')).stderr).toContain('--target');
  expect((await run(...args, '--target', 'load')).stderr).toContain('--time');
  expect((await run(...args, '--recipe', 'ease')).exitCode).toBe(2);
});
