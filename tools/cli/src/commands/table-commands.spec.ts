import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../testing/lintel';
import { temporaryFolder } from '../testing/picture-folder';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: join(folder, 'cache') }, ...args);
const path = (name: string): string => join(folder, name);

/** Machines that fail when they are hot and old; each machine has three rows. */
function machines(rows: number, seed: number): string {
  const random = createRandom(seed, 'machines');
  const lines = Array.from({ length: rows }, (_, at) => {
    const heat = Math.round(600 + 100 * random.normal()) / 10;
    const hours = random.int(1_000);
    const failed = (heat - 60) / 6 + (hours - 500) / 250 + 0.6 * random.normal() > 0;
    return [`m${Math.floor(at / 3)}`, heat, hours, ['A', 'B'][random.int(2)], failed ? 'yes' : 'no'].join(',');
  });
  return ['machine,heat,hours,line,failed', ...lines].join('\n');
}

beforeAll(async () => {
  await writeFile(path('machines.csv'), machines(360, 1));
  await writeFile(path('new.csv.gz'), gzipSync(machines(200, 2)));
  await writeFile(path('ask.csv'), 'heat,hours,line\n78,900,A\nhot,900,A\n45,20,C\n');
  await writeFile(path('header.csv'), 'heat,failed\n');
  await writeFile(path('empty.csv'), '');
});

describe('a table on the command line', () => {
  it('is trained with metrics and their intervals, measured on new rows, and explained', async () => {
    const model = path('model');
    const trained = await run(
      ...['train', '--data', path('machines.csv'), '--target', 'failed', '--group', 'machine', '--positive', 'yes'],
      ...['--recipe', 'linear', '--out', model, '--json'],
    );
    expect(trained.exitCode).toBe(0);
    expect(trained.json).toMatchObject({
      command: 'train',
      task: 'tabular-classification',
      recipe: 'linear',
      examples: 360,
    });
    expect(trained.json['protocol']).toEqual({ kind: 'cross-validation', folds: 5, by: 'group' });
    const metrics = trained.json['metrics'] as Record<string, unknown>;
    expect(metrics['auc']).toBeGreaterThan(0.9);
    expect(metrics['aucInterval']).toMatchObject({
      low: expect.any(Number) as number,
      high: expect.any(Number) as number,
    });

    const measured = await run('evaluate', '--model', model, '--data', path('new.csv.gz'), '--json');
    expect(measured.json).toMatchObject({ command: 'evaluate', task: 'tabular-classification', examples: 200 });
    expect((measured.json['metrics'] as Record<string, number>)['auc']).toBeGreaterThan(0.9);

    const answered = await run('predict', '--model', model, path('ask.csv'), '--json');
    expect(answered.exitCode).toBe(1);
    const predictions = answered.json['predictions'] as Record<string, unknown>[];
    expect(predictions[0]).toMatchObject({ line: 2, className: 'yes', reasonUnit: 'log-odds' });
    expect(predictions[1]).toMatchObject({ line: 3, error: { code: 'DATASET_INVALID' } });
    expect(predictions[2]).toMatchObject({ className: 'no', unseen: [{ column: 'line', value: 'C' }] });
    expect((await run('export', '--model', model, '--out', path('model.onnx'))).stdout).toContain(
      'columns: float32 [batch',
    );
  });

  it.each<[string, string[], string, RegExp]>([
    ['an empty file', ['--data', 'empty.csv', '--target', 'failed'], 'DATASET_EMPTY', /empty/],
    ['a header alone', ['--data', 'header.csv', '--target', 'failed'], 'DATASET_EMPTY', /no row/],
    ['an unknown target', ['--data', 'machines.csv', '--target', 'broken'], 'INVALID_ARGUMENT', /no column "broken"/],
    ['no target', ['--data', 'machines.csv'], 'INVALID_ARGUMENT', /which column/],
    [
      'a recipe for pictures',
      ['--data', 'machines.csv', '--target', 'failed', '--recipe', 'transfer'],
      'INVALID_ARGUMENT',
      /table/,
    ],
    ['a file that is not there', ['--data', 'lost.csv', '--target', 'failed'], 'NOT_FOUND', /cannot be read/],
  ])('refuses %s, and writes nothing', async (_, options, code, problem) => {
    const out = path(`refused-${code}-${options.length}`);
    const [flag, data, ...rest] = options;
    const { exitCode, json } = await run('train', flag!, path(data!), ...rest, '--out', out, '--json');
    expect(exitCode).toBe(code === 'INVALID_ARGUMENT' ? 2 : 1);
    expect(json['error']).toMatchObject({ code, problem: expect.stringMatching(problem) as string });
    expect(existsSync(out)).toBe(false);
  });
});
