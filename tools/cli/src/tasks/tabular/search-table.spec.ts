import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, LintelError, modelManifestSchema, type SearchState } from '@lintel/contracts';
import { lintel, type LintelOptions, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);
const docs = readFileSync(join(__dirname, '../../../../../docs/tuning.md'), 'utf8');
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: path('cache') }, ...args);
const search = (out: string, { signal }: Pick<LintelOptions, 'signal'>, ...more: string[]): Promise<Outcome> =>
  lintel(
    { cacheDir: path('cache'), ...(signal ? { signal } : {}) },
    ...['train', '--data', path('loans.csv'), '--target', 'default', '--positive', 'yes', '--recipe', 'trees'],
    ...['--search', '10m', '--out', path(out), '--json', ...more],
  );

beforeAll(async () => {
  const random = createRandom(1, 'loans');
  const rows = Array.from({ length: 300 }, () => {
    const [income, debt] = [Math.round(100 * random.normal()), Math.round(100 * random.normal())];
    return `${income},${debt},${debt - income + 60 * random.normal() > 0 ? 'yes' : 'no'}`;
  });
  await writeFile(path('loans.csv'), ['income,debt,default', ...rows].join('\n'));
});

interface Searched {
  readonly configurations: number;
  readonly score: number;
  readonly defaultScore: number;
  readonly configuration: Record<string, unknown>;
  readonly table: SearchState['trials'];
}

describe('a search on the command line', () => {
  it('is never worse than the defaults on the validation part, and is measured on rows that chose nothing', async () => {
    const { exitCode, json, stderr } = await search('model', {}, '--trials', '4');
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
    const found = json['search'] as Searched;
    expect(found).toMatchObject({ configurations: 4, trials: 4, failed: 0, metric: 'auc', better: 'higher' });
    expect(found.table[0]).toMatchObject({ number: 0, configuration: { recipe: 'trees' }, resource: 1 });
    expect(found.score).toBe(Math.max(...found.table.map(({ score }) => score!)));
    expect(found.defaultScore).toBe(found.table[0]!.score);
    const manifest = modelManifestSchema.parse(JSON.parse(readFileSync(path('model/manifest.json'), 'utf8')));
    const { recipe, ...settings } = found.configuration;
    expect(manifest.architecture).toMatchObject({ name: recipe, config: settings });
    expect(manifest.training.search).toMatchObject({ configurations: 4, score: found.score });
    expect(manifest.evaluation).toMatchObject({ protocol: { kind: 'held-out' } });
    const { train, test } = manifest.dataset.examples;
    expect([train + test, manifest.dataset.fittedToAll, manifest.evaluation!.examples]).toEqual([300, false, test]);
    expect(existsSync(path('model.search.json'))).toBe(false);
  });

  it('resumes without repeating a trial, and refuses the trials of another table', async () => {
    const whole = (await search('whole', {}, '--trials', '3')).json['search'] as Searched;
    const stop = new AbortController();
    const reason = new LintelError('CANCELLED', { problem: 'Stopped.', cure: '' });
    const watch = setInterval(() => existsSync(path('resumed.search.json')) && stop.abort(reason), 10);
    const stopped = await search('resumed', { signal: stop.signal });
    clearInterval(watch);
    expect([stopped.exitCode, existsSync(path('resumed'))]).toEqual([130, false]);
    const stored = JSON.parse(readFileSync(path('resumed.search.json'), 'utf8')) as SearchState;
    const lost = await search('resumed', {});
    expect([lost.exitCode, lost.stderr]).toEqual([1, expect.stringContaining('its trials would be lost')]);
    const resumed = (await search('resumed', {}, '--trials', '3', '--resume')).json['search'] as Searched;
    expect(stored.trials.length).toBeGreaterThan(0);
    expect(resumed.table.slice(0, stored.trials.length)).toEqual(stored.trials);
    expect(resumed.table.map(({ score }) => score).slice(0, 3)).toEqual(whole.table.map(({ score }) => score));

    await writeFile(path('other.search.json'), JSON.stringify({ ...stored, key: 'another' }));
    const other = await search('other', {}, '--resume');
    expect([other.exitCode, other.json['error']]).toMatchObject([1, { code: 'CHECKPOINT_INVALID' }]);
    expect(existsSync(path('other'))).toBe(false);
  });

  it.each([
    ['a recipe without settings', ['--recipe', 'scorecard'], /no values/],
    ['no test part', ['--test', '0'], /rows that measure/],
    ['a search to resume that is not there', ['--resume'], /no search to resume/],
  ])('refuses %s and writes nothing', async (_, more, problem) => {
    const { exitCode, json } = await search('refused', {}, ...more);
    expect(exitCode).not.toBe(0);
    expect((json['error'] as { problem: string }).problem).toMatch(problem);
    expect(existsSync(path('refused'))).toBe(false);
  });

  it('refuses --trials without --search, and --search for texts', async () => {
    const train = ['train', '--data', path('loans.csv'), '--target', 'default', '--out', path('no'), '--json'];
    expect((await run(...train, '--trials', '3')).json['error']).toMatchObject({ code: 'INVALID_ARGUMENT' });
    const texts = await run(...train, '--text', 'income', '--search', '1m');
    expect((texts.json['error'] as { problem: string }).problem).toMatch(/--search cannot be used for/);
  });

  it('works as docs/tuning.md writes it', async () => {
    const [command] = /```sh\nnpx lintel ([^`]*)```/.exec(docs)!.slice(1);
    const words = command!.trim().split(/\s+/);
    const args = words.map((word) =>
      /^(loans\.csv|model)$/.test(word) ? path(`${word}`.replace('model', 'docs')) : word,
    );
    const { exitCode, stdout, stderr } = await run(...args);
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Searched 4 configurations in 4 trials \(0 failed\)/);
  });
});
