import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backboneFolder } from '@lintel/backbones';
import { BackboneStore, makeBackbone } from '@lintel/core-ml';
import { tinyPlan, tinyTorchFile } from '@lintel/core-ml/testing/tiny-network';
import { lintel, type Outcome } from '../../testing/lintel';
import { type Colour, pngOf, temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const path = (name: string): string => join(folder, name);
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir }, ...args);
const train = (data: string, out: string, ...more: string[]): Promise<Outcome> =>
  run('train', '--data', data, '--out', path(out), '--backbone', 'tiny', '--json', ...more);

const LABELS = ['blue', 'green', 'red'];
/** All eight sets in turn. */
const setOf = (at: number): string[] => LABELS.filter((_, label) => (at >> label) & 1);
const rowsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `pictures/${at}.png,${setOf(at).join(';')},lot ${at >> 3},${at}`);

beforeAll(async () => {
  const plan = tinyPlan();
  const tiny = makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' });
  await new BackboneStore(backboneFolder({ LINTEL_CACHE_DIR: cacheDir })).add(tiny);
  mkdirSync(path('data/pictures'), { recursive: true });
  for (let at = 0; at < 120; at++) {
    const colour = LABELS.map((name) => (setOf(at).includes(name) ? 170 : 20) + ((at * 7) % 60)).reverse();
    writeFileSync(path(`data/pictures/${at}.png`), pngOf(colour as unknown as Colour));
  }
  writeFileSync(path('data/labels.csv'), ['file,labels,lot,taken', ...rowsOf(120)].join('\n'));
});

describe('pictures with several labels', () => {
  it('are trained by transfer without being asked, evaluated, and answered with all of their labels', async () => {
    const trained = await train(path('data'), 'model');
    expect(trained.stderr).toContain('15 of them without any');
    expect(trained.json).toMatchObject({ command: 'train', recipe: 'transfer', splitBy: 'random' });
    const metrics = trained.json['metrics'] as Record<string, number>;
    expect(Object.keys(metrics)).toEqual(
      expect.arrayContaining(['microF1', 'microF1Interval', 'macroF1', 'averagePrecision', 'auc', 'aucInterval']),
    );
    expect(metrics['microF1']).toBeGreaterThan(0.8);
    const evaluated = await run('evaluate', '--model', path('model'), '--data', path('data'), '--json');
    // Only the pictures that were held out count.
    expect(evaluated.json).toMatchObject({ examples: 12, seen: { examples: 108 }, metrics });

    const files = Array.from({ length: 24 }, (_, at) => path(`data/pictures/${at}.png`));
    const predicted = await run('predict', '--model', path('model'), ...files, '--json');
    const predictions = predicted.json['predictions'] as { labels: { className: string }[] }[];
    const right = predictions.filter(({ labels }, at) => {
      const names = labels.map(({ className }) => className).sort();
      return names.join() === setOf(at).join();
    });
    expect(right.length).toBeGreaterThanOrEqual(18);
    const text = await run('predict', '--model', path('model'), files[0]!);
    expect(text.stdout).toContain('no label');
  });

  it('stay with their group, and may be named in several rows', async () => {
    const rows = rowsOf(120).flatMap((row) => {
      const [file, labels, lot] = row.split(',') as [string, string, string];
      return (labels === '' ? [''] : labels.split(';')).map((label) => `${file},${label},${lot}`);
    });
    writeFileSync(path('data/rows.csv'), ['file,label,lot', ...rows].join('\n'));
    const { json } = await train(path('data/rows.csv'), 'grouped', '--task', 'image-classification', '--group', 'lot');
    expect(json).toMatchObject({
      splitBy: 'group',
      findings: { groups: { source: 'table', name: 'lot', groups: 15 } },
    });
    expect((json['metrics'] as Record<string, number>)['microF1']).toBeGreaterThan(0.7);
  });

  it('are tested on the newest ones if there is a column of times', async () => {
    const { json } = await train(path('data'), 'timed', '--time', 'taken');
    expect(json).toMatchObject({ splitBy: 'time', examples: { train: 96, validation: 12, test: 12 } });
  });

  it.each<[string, string[], string, RegExp]>([
    ['a file that is not there', ['lost.png,red'], 'NOT_FOUND', /cannot be found/],
    [
      'a label that is on one picture only',
      ['pictures/0.png,rare', 'pictures/1.png,'],
      'DATASET_INVALID',
      /one picture only/,
    ],
    ['no label at all', [], 'DATASET_INVALID', /same labels/],
  ])('are refused with %s, before anything is written', async (name, changed, code, problem) => {
    const list = path(`data/${code}-${changed.length}.csv`);
    const base = changed.length === 0 ? rowsOf(8).map((row) => `${row.split(',')[0]},`) : [];
    const kept =
      changed.length === 0
        ? []
        : rowsOf(40)
            .slice(2)
            .map((row) => row.split(',').slice(0, 2).join(','));
    writeFileSync(list, ['file,labels', ...changed, ...base, ...kept].join('\n'));
    const { json, exitCode } = await train(list, 'refused', '--task', 'image-classification');
    expect([name, exitCode]).toEqual([name, 1]);
    const error = json['error'] as { problem: string; cure: string };
    expect(error).toMatchObject({ code, problem: expect.stringMatching(problem) as string });
    expect(error.cure).not.toBe('');
    expect(existsSync(path('refused'))).toBe(false);
  });

  it('are refused with the same labels on all of them, or with a recipe that learns one class', async () => {
    writeFileSync(
      path('data/same.csv'),
      ['file,labels', ...rowsOf(8).map((row) => `${row.split(',')[0]},a;b`)].join('\n'),
    );
    const same = await train(path('data/same.csv'), 'refused', '--task', 'image-classification');
    expect(same.json['error']).toMatchObject({ code: 'DATASET_INVALID', received: '"a; b" for each of 8' });
    const scratch = await train(path('data'), 'refused', '--recipe', 'scratch');
    expect(scratch.json['error']).toMatchObject({ code: 'INVALID_ARGUMENT' });
    const folders = await run('evaluate', '--model', path('model'), '--data', path('data/pictures'), '--json');
    expect(folders.json['error']).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('a list of pictures with one label each', () => {
  it('trains a classifier like a folder for each class', async () => {
    const rows = rowsOf(120).map((row, at) => `${row.split(',')[0]},${setOf(at).includes('red') ? 'warm' : 'cold'}`);
    writeFileSync(path('data/single.csv'), ['file,class', ...rows].join('\n'));
    const list = path('data/single.csv');
    const { json } = await train(list, 'single', '--task', 'image-classification', '--recipe', 'transfer');
    expect(json).toMatchObject({ classes: 2 });
    expect((json['metrics'] as Record<string, number>)['accuracy']).toBeGreaterThan(0.8);
    const evaluated = await run('evaluate', '--model', path('single'), '--data', list, '--json');
    expect(evaluated.json).toMatchObject({ seen: { examples: 108 } });
  });
});
