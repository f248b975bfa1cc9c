import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: path('cache') }, ...args);

/** Users of two tastes, who go along the items of their taste in order. */
function views(users: number, seed: number): string {
  const random = createRandom(seed, 'views');
  const rows = Array.from({ length: users }, (_, user) => {
    const first = random.int(9);
    return Array.from({ length: 5 }, (_, step) => {
      const taste = random.next() < 0.9 ? user % 2 : random.int(2);
      return `u${user},${taste * 100 + ((first + step) % 9)},${1_700_000_000 + 60 * step},view`;
    });
  });
  return ['user,item,timestamp,event', ...rows.flat()].join('\n');
}

const METRICS = ['ndcgAt10', 'hitRateAt10', 'recallAt10', 'precisionAt10', 'mapAt10'];

beforeAll(async () => {
  await writeFile(path('views.csv'), views(150, 1));
  await writeFile(path('others.csv.gz'), gzipSync(views(60, 2)));
  await writeFile(
    path('lists.csv'),
    `user,items\n${Array.from({ length: 40 }, (_, user) => `${user},${user % 5} ${(user + 1) % 5} ${(user + 2) % 5} 9`).join('\n')}\n`,
  );
  await writeFile(path('single.csv'), 'user,item,timestamp\n7,1,10\n7,2,11\n');
  await writeFile(path('header.csv'), 'user,item,timestamp\n');
  await writeFile(path('empty.csv'), '');
  await writeFile(path('nan.csv'), 'user,item,timestamp,value\na,1,10,1\nb,2,11,NaN\n');
  await writeFile(path('negative.csv'), 'user,item,timestamp,value\na,1,10,1\nb,2,11,-3\n');
  await writeFile(path('other.csv'), 'name,age\na,1\nb,2\n');
});

it('a recommender is trained, measured on other users, and recommends with reasons, by the command line alone', async () => {
  const out = path('model');
  const trained = await run('train', '--data', path('views.csv'), '--task', 'recommendation', '--out', out, '--json');
  expect([trained.exitCode, trained.exitCode === 0 ? '' : trained.stderr]).toEqual([0, '']);
  const metrics = trained.json['metrics'] as Record<string, number>;
  const popularity = trained.json['popularity'] as Record<string, number>;
  for (const key of METRICS) expect([metrics[key], metrics[`${key}Interval`]]).not.toContain(undefined);
  expect(metrics['ndcgAt10']).toBeGreaterThan(popularity['ndcgAt10']!);
  expect(trained.stderr).toContain('taken as names');
  const evaluated = await run('evaluate', '--model', out, '--data', path('others.csv.gz'), '--json');
  expect(evaluated.stderr).not.toContain('too good');
  expect((evaluated.json['metrics'] as Record<string, number>)['hitRateAt10']).toBeGreaterThan(0.5);
  const predicted = await run('predict', '--model', out, path('others.csv.gz'), '--count', '3', '--json');
  const [first] = predicted.json['predictions'] as { user: string; items: { item: string; reasons: unknown[] }[] }[];
  expect(first!.items).toHaveLength(3);
  expect(first!.items[0]!.reasons.length).toBeGreaterThan(0);
});

it('a measurement on the very interactions of the training says that it is too good', async () => {
  const args = ['--data', path('lists.csv'), '--task', 'recommendation', '--recipe', 'neighbours', '--split', 'last'];
  expect((await run('train', ...args, '--out', path('lists'), '--json')).exitCode).toBe(0);
  const evaluated = await run('evaluate', '--model', path('lists'), '--data', path('lists.csv'), '--json');
  expect(evaluated.stderr).toContain('too good');
  expect(evaluated.json['protocol']).toEqual({ split: 'last', share: null, learned: true });
});

it.each([
  ['single.csv', '1 user and 2 items'],
  ['header.csv', 'has a header but no rows'],
  ['empty.csv', 'is empty'],
  ['nan.csv', 'line 3'],
  ['negative.csv', '-3'],
  ['other.csv', '--user'],
  ['missing.csv', 'cannot be read'],
])('%s is refused with what is wrong, and nothing is written', async (file, message) => {
  const out = path(`refused-${file}`);
  const refused = await run('train', '--data', path(file), '--task', 'recommendation', '--out', out);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(message);
  expect(existsSync(out)).toBe(false);
});

it('a file whose columns are users and items is trained on without --task, unless a column is to be predicted', async () => {
  const inferred = await run(
    'train',
    '--data',
    path('others.csv.gz'),
    '--recipe',
    'popularity',
    '--out',
    path('inferred'),
    '--json',
  );
  expect(inferred.json['task']).toBe('recommendation');
  const asked = await run('train', '--data', path('views.csv'), '--target', 'nothing', '--out', path('table'));
  expect(asked.stderr).toContain('nothing');
});

it('a wrong weight of an event, or a recipe of another task, is wrong usage', async () => {
  const args = ['train', '--data', path('views.csv'), '--task', 'recommendation', '--out', path('wrong')];
  expect((await run(...args, '--events', 'view=often')).exitCode).toBe(2);
  const refused = await run(...args, '--recipe', 'trees');
  expect(refused.stderr).toContain('cannot be used for a recommender');
});
