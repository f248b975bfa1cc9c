import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

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
  const life = machines(120, 3)
    .split('\n')
    .slice(1)
    .map((line, at) => `${line.replace(/,[^,]*,[^,]*$/, '')},${1000 - at * 8}`);
  await writeFile(path('life.csv'), ['machine,heat,hours,life', ...life].join('\n'));
  const changed = (change: (line: string) => string, file = machines(60, 4)): string =>
    file
      .split('\n')
      .map((line, at) => (at === 30 ? change(line) : line))
      .join('\n');
  await writeFile(path('one-class.csv'), machines(60, 4).replaceAll(',no', ',yes'));
  await writeFile(
    path('text.csv'),
    changed((line) => line.replace(/,[\d.]+,/, ',hot,')),
  );
  await writeFile(
    path('infinite.csv'),
    changed((line) => line.replace(/,[\d.]+,/, ',Infinity,')),
  );
  await writeFile(
    path('nan.csv'),
    changed((line) => line.replace(/,[\d.]+,/, ',NaN,')),
  );
  await writeFile(
    path('unseen.csv'),
    changed((line) => line.replace(/,[AB],/, ',Z,')),
  );
  await writeFile(
    path('other-class.csv'),
    changed((line) => line.replace(/,(yes|no)$/, ',maybe')),
  );
  await writeFile(path('no-heat.csv'), machines(60, 4).replace('heat', 'warmth'));
  await writeFile(path('no-target.csv'), machines(60, 4).replace('failed', 'result'));
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

  it('is described as a schema, which is edited and trained with', async () => {
    const file = path('schema.json');
    const described = await run(
      ...['tables', 'describe', '--data', path('machines.csv'), '--target', 'failed', '--group', 'machine'],
      ...['--out', file, '--json'],
    );
    expect(described.json).toMatchObject({ command: 'tables describe', file, rows: 360 });
    const schema = JSON.parse(await readFile(file, 'utf8')) as { derived: unknown[]; columns: { name: string }[] };
    expect(schema).toEqual(described.json['schema']);

    schema.derived = [{ name: 'wear', expression: 'heat * hours / 1000', monotone: 1 }];
    const hours = schema.columns.find(({ name }) => name === 'hours')!;
    Object.assign(hours, { monotone: 1, special: [999] });
    await writeFile(file, JSON.stringify(schema));
    const model = path('derived');
    const trained = await run(
      ...['train', '--data', path('machines.csv'), '--schema', file, '--recipe', 'trees', '--positive', 'yes'],
      ...['--out', model, '--json'],
    );
    expect(trained.json).toMatchObject({ command: 'train', recipe: 'trees', protocol: { by: 'group' } });
    const answered = await run('predict', '--model', model, path('ask.csv'), '--json');
    const [first] = answered.json['predictions'] as { reasons: { column: string; value: number }[] }[];
    expect(first!.reasons.find(({ column }) => column === 'wear')!.value).toBeCloseTo(70.2);
    const manifest = JSON.parse(await readFile(join(model, 'manifest.json'), 'utf8')) as {
      preprocessing: { schema: { columns: object[] } };
    };
    expect(manifest.preprocessing.schema.columns).toContainEqual(expect.objectContaining({ special: [999] }));
  });

  it.each<[string, (schema: Record<string, unknown>) => unknown, RegExp]>([
    ['a misspelt field', (schema) => Object.assign(schema, { derrived: [] }), /derrived/],
    [
      'an expression',
      (schema) => Object.assign(schema, { derived: [{ name: 'wear', expression: 'heat *' }] }),
      /"wear" is invalid/,
    ],
  ])('names %s of an edited schema, and writes nothing', async (_, change, problem) => {
    const described = await run('tables', 'describe', '--data', path('machines.csv'), '--target', 'failed', '--json');
    const schema = described.json['schema'] as Record<string, unknown>;
    change(schema);
    await writeFile(path('bad.json'), JSON.stringify(schema));
    const out = path('bad-model');
    const { exitCode, json } = await run(
      ...['train', '--data', path('machines.csv'), '--schema', path('bad.json'), '--out', out, '--json'],
    );
    expect(exitCode).not.toBe(0);
    expect(json['error']).toMatchObject({
      code: 'INVALID_CONFIGURATION',
      problem: expect.stringMatching(problem) as string,
    });
    expect(existsSync(out)).toBe(false);
  });

  it.each<[string, string[], string, RegExp]>([
    ['an empty file', ['--data', 'empty.csv', '--target', 'failed'], 'DATASET_EMPTY', /empty/],
    ['a header alone', ['--data', 'header.csv', '--target', 'failed'], 'DATASET_EMPTY', /no row/],
    ['an unknown target', ['--data', 'machines.csv', '--target', 'broken'], 'INVALID_ARGUMENT', /no column "broken"/],
    ['no target', ['--data', 'machines.csv'], 'INVALID_ARGUMENT', /which column/],
    ['one class', ['--data', 'one-class.csv', '--target', 'failed'], 'DATASET_INVALID', /same class in every row/],
    [
      'text where numbers were',
      ['--data', 'text.csv', '--target', 'failed'],
      'DATASET_INVALID',
      /"heat"[\s\S]*line 31/,
    ],
    ['infinity', ['--data', 'infinite.csv', '--target', 'failed'], 'DATASET_INVALID', /"heat"[\s\S]*line 31/],
    [
      'a score of remaining life for classes',
      ['--data', 'machines.csv', '--target', 'failed', '--recipe', 'linear', '--metric', 'nasaScore', '--seed', '2'],
      'INVALID_ARGUMENT',
      /nasaScore compares values/,
    ],
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

  it('takes NaN as a missing value', async () => {
    const { exitCode } = await run(
      ...['train', '--data', path('nan.csv'), '--target', 'failed', '--recipe', 'linear', '--out', path('nan-model')],
    );
    expect(exitCode).toBe(0);
  });

  describe('a trained model', () => {
    const model = path('measured');
    beforeAll(async () => {
      await run('train', '--data', path('machines.csv'), '--target', 'failed', '--recipe', 'linear', '--out', model);
    });

    it.each<[string, string, string, RegExp]>([
      ['an empty file', 'empty.csv', 'DATASET_EMPTY', /empty/],
      ['a header alone', 'header.csv', 'DATASET_EMPTY', /no row/],
      ['text where numbers were', 'text.csv', 'DATASET_INVALID', /"heat"[\s\S]*line 31/],
      ['infinity', 'infinite.csv', 'DATASET_INVALID', /"heat"[\s\S]*line 31/],
      ['a class that the model does not know', 'other-class.csv', 'DATASET_INVALID', /line 31/],
      ['a missing column', 'no-heat.csv', 'DATASET_INVALID', /lacks the column heat/],
      ['a missing target', 'no-target.csv', 'DATASET_INVALID', /lacks the column failed/],
    ])('is not measured on %s', async (_, file, code, problem) => {
      const { exitCode, json } = await run('evaluate', '--model', model, '--data', path(file), '--json');
      expect(exitCode).toBe(1);
      expect(json['error']).toMatchObject({ code, problem: expect.stringMatching(problem) as string });
    });

    it.each<[string, string, RegExp]>([
      ['an empty file', 'empty.csv', /empty/],
      ['a header alone', 'header.csv', /no row/],
    ])('answers no row of %s', async (_, file, problem) => {
      const { exitCode, json } = await run('predict', '--model', model, path(file), '--json');
      expect(exitCode).toBe(1);
      expect(json['error']).toMatchObject({ problem: expect.stringMatching(problem) as string });
    });

    it.each<[string, string, number, RegExp]>([
      ['text where numbers were', 'text.csv', 1, /"heat"/],
      ['infinity', 'infinite.csv', 1, /"heat"/],
      ['a missing column', 'no-heat.csv', 60, /lacks the column heat/],
    ])('names each row with %s, and answers the others', async (_, file, rows, problem) => {
      const { exitCode, json } = await run('predict', '--model', model, path(file), '--json');
      const predictions = json['predictions'] as { error?: { problem: string } }[];
      const wrong = predictions.flatMap(({ error }) => (error ? [error.problem] : []));
      expect(wrong).toHaveLength(rows);
      expect(wrong[0]).toMatch(problem);
      expect(predictions).toHaveLength(60);
      expect(exitCode).toBe(1);
    });

    it('names a category that training has not seen', async () => {
      const { exitCode, json } = await run('evaluate', '--model', model, '--data', path('unseen.csv'), '--json');
      expect(exitCode).toBe(0);
      expect(json['unseen']).toEqual([{ column: 'line', value: 'Z', rows: 1 }]);
      const { microF1, accuracy } = json['metrics'] as Record<string, number>;
      expect(microF1).toBe(accuracy);
    });
  });

  it('is rated by the score of remaining life on request', async () => {
    const model = path('life');
    const trained = await run(
      ...['train', '--data', path('life.csv'), '--target', 'life', '--recipe', 'linear', '--metric', 'nasaScore'],
      ...['--out', model, '--json'],
    );
    const { nasaScore, nasaScoreInterval } = trained.json['metrics'] as Record<string, unknown>;
    expect(nasaScore).toBeGreaterThan(0);
    expect(nasaScoreInterval).toMatchObject({ low: expect.any(Number) as number });
    const plain = await run('evaluate', '--model', model, '--data', path('life.csv'), '--json');
    expect(plain.json['metrics']).not.toHaveProperty('nasaScore');
    const rated = await run(
      ...['evaluate', '--model', model, '--data', path('life.csv'), '--metric', 'nasaScore', '--json'],
    );
    expect(rated.json['metrics']).toHaveProperty('nasaScore');
  });
});
