import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backboneFolder } from '@lintel/backbones';
import { BackboneStore, makeBackbone } from '@lintel/core-ml';
import { tinyPlan, tinyTorchFile } from '@lintel/core-ml/testing/tiny-network';
import { lintel } from '../../testing/lintel';
import { colourFolder, pngOf, temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const path = (name: string): string => join(folder, name);
const run = (...args: string[]) => lintel({ cacheDir }, ...args);
const METRICS = ['precisionAt10', 'recallAt1', 'recallAt5', 'recallAt10', 'mapAt10'];
const train = (data: string, out: string, ...more: string[]) =>
  run('train', '--task', 'image-embedding', '--backbone', 'tiny', '--data', data, '--out', out, '--json', ...more);

beforeAll(async () => {
  const plan = tinyPlan();
  const tiny = makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' });
  await new BackboneStore(backboneFolder({ LINTEL_CACHE_DIR: cacheDir })).add(tiny);
  colourFolder(path('colours'), 12);
});

describe('a model that embeds pictures', () => {
  it('is trained, measured and asked for similar pictures with the commands of every task', async () => {
    const model = path('model');
    const trained = await train(path('colours'), model, '--recipe', 'frozen');
    expect(trained.stderr).toContain('36 pictures of 3 classes');
    expect(trained.exitCode).toBe(0);
    expect(trained.json).toMatchObject({ task: 'image-embedding', recipe: 'frozen', vectorSize: 24, examples: 36 });

    const measured = await run('evaluate', '--model', model, '--data', path('colours'), '--json');
    const metrics = measured.json['metrics'] as Record<string, unknown>;
    expect(Object.keys(metrics).sort()).toEqual([...METRICS, ...METRICS.map((key) => `${key}Interval`)].sort());
    expect(metrics).toEqual(trained.json['metrics']);
    expect(measured.json).toMatchObject({ protocol: { kind: 'each-other', without: 'itself' }, seen: { share: 1 } });
    expect((await run('evaluate', '--model', model, '--data', path('colours'))).stdout).toMatch(/mapAt10 +\d\.\d{3}/);

    await cp(path('colours'), path('shop'), { recursive: true });
    await writeFile(path('shop/broken.png'), 'a text');
    await writeFile(path('no-picture.png'), 'a text');
    const red = path('shop/red/003.png');
    const gallery = ['--gallery', path('shop'), '--count', '5'];
    const found = await run('predict', '--model', model, path('no-picture.png'), red, ...gallery, '--json');
    expect(found.exitCode).toBe(1);
    expect(found.stderr).toContain('Left out');
    const [broken, answer] = found.json['predictions'] as Record<string, unknown>[];
    expect(broken).toMatchObject({ error: { code: 'PICTURE_UNREADABLE' } });
    expect(answer).toMatchObject({ file: red, size: 24 });
    const nearest = answer!['nearest'] as { file: string; similarity: number }[];
    expect(nearest).toHaveLength(5);
    expect(nearest.every(({ file }) => file.includes('/red/') && file !== red)).toBe(true);
  });

  it('compares both recipes if none is named, and says what a projection was measured without', async () => {
    const { json } = await train(path('colours'), path('both'));
    expect(Object.keys(json['tried'] as object)).toEqual(['frozen', 'projection']);
    const { json: projection } = await train(path('colours'), path('groups'), '--recipe', 'projection');
    expect(projection['protocol']).toEqual({ kind: 'each-other', without: 'itself', unseen: 'picture' });
  });

  it('is measured from queries into a gallery, by folders or by the parts of a list', async () => {
    colourFolder(path('parted/gallery'), 12);
    colourFolder(path('parted/query'), 2);
    const folders = await run('evaluate', '--model', path('model'), '--data', path('parted'), '--json');
    expect(folders.json).toMatchObject({ examples: 6, gallery: 36, protocol: { kind: 'gallery' } });
    const rows = ['gallery', 'query'].flatMap((part) =>
      ['red', 'green', 'blue'].flatMap((colour) =>
        Array.from({ length: part === 'gallery' ? 12 : 2 }, (_, at) => {
          const file = `${part}/${colour}/${String(at).padStart(3, '0')}.png`;
          return `${file},${colour},${part === 'gallery' ? 'train' : 'val'}`;
        }),
      ),
    );
    await writeFile(path('parted/list.csv'), ['file,colour,split', ...rows].join('\n'));
    const list = ['--data', path('parted/list.csv'), '--target', 'colour'];
    const listed = await run('evaluate', '--model', path('model'), ...list, '--json');
    expect(listed.json['metrics']).toEqual(folders.json['metrics']);
  });

  it('never finds a picture of the query’s own group', async () => {
    const rows = ['red', 'green', 'blue'].flatMap((colour) =>
      Array.from(
        { length: 12 },
        (_, at) => `${colour}/${String(at).padStart(3, '0')}.png,${colour},${colour}${at >> 1}`,
      ),
    );
    await cp(path('colours'), path('grouped'), { recursive: true });
    await writeFile(path('grouped/labels.csv'), ['file,class,thing', ...rows].join('\n'));
    const { json } = await train(path('grouped'), path('grouped-model'), '--recipe', 'projection', '--group', 'thing');
    expect(json['protocol']).toEqual({ kind: 'each-other', without: 'group', unseen: 'group' });
  });

  it.each<[string, () => Promise<string[]>, string, RegExp]>([
    ['an empty folder', async () => (await mkdir(path('empty')), [path('empty')]), 'DATASET_EMPTY', /no class folders/],
    [
      'one picture',
      async () => {
        await mkdir(path('one/a'), { recursive: true });
        await writeFile(path('one/a/1.png'), pngOf([1, 2, 3]));
        return [path('one')];
      },
      'DATASET_INVALID',
      /one class only/,
    ],
    [
      'classes of one picture each',
      async () => {
        for (const name of ['a', 'b']) {
          await mkdir(path(`single/${name}`), { recursive: true });
          await writeFile(path(`single/${name}/1.png`), pngOf(name === 'a' ? [1, 2, 3] : [200, 2, 3]));
        }
        return [path('single')];
      },
      'DATASET_EMPTY',
      /same label to find/,
    ],
    [
      'a backbone that was not added',
      () => Promise.resolve([path('colours'), '--backbone', 'lost']),
      'NOT_FOUND',
      /not been added/,
    ],
    [
      'a name that no backbone has',
      () => Promise.resolve([path('colours'), '--backbone', 'A B']),
      'INVALID_ARGUMENT',
      /name/,
    ],
    [
      'groups of a plain folder',
      () => Promise.resolve([path('colours'), '--group', 'thing']),
      'INVALID_ARGUMENT',
      /no columns/,
    ],
    [
      'a recipe of another task',
      () => Promise.resolve([path('colours'), '--recipe', 'trees']),
      'INVALID_ARGUMENT',
      /trees/,
    ],
  ])('is refused for %s, with a cure, and nothing is written', async (_, prepare, code, problem) => {
    const [data, ...more] = await prepare();
    const out = path(`refused-${code}-${more.length}`);
    const { exitCode, json } = await train(data!, out, ...more);
    expect(exitCode).toBe(code === 'INVALID_ARGUMENT' ? 2 : 1);
    const error = json['error'] as { problem: string; cure: string };
    expect(error).toMatchObject({ code, problem: expect.stringMatching(problem) as string });
    expect(error.cure).not.toBe('');
    expect(existsSync(out)).toBe(false);
  });

  it('is not stopped by a picture that cannot be read, if the command may skip it', async () => {
    await cp(path('colours'), path('partly'), { recursive: true });
    await writeFile(path('partly/red/broken.png'), 'a text');
    const refused = await train(path('partly'), path('partly-model'));
    expect(refused.json['error']).toMatchObject({ cure: expect.stringContaining('--skip-unreadable') as string });
    const trained = await train(path('partly'), path('partly-model'), '--skip-unreadable', '--recipe', 'frozen');
    expect(trained.json).toMatchObject({ unreadable: 1, examples: 36 });
  });

  it('names the pictures of a list that are not there', async () => {
    await cp(path('colours'), path('gaps'), { recursive: true });
    await writeFile(
      path('gaps/labels.csv'),
      'file,class\nred/000.png,r\nred/001.png,r\nlost.png,g\n../model/model.onnx,g\n',
    );
    const { json } = await train(path('gaps'), path('gaps-model'));
    expect(json['error']).toMatchObject({ code: 'NOT_FOUND', received: 'lost.png, ../model/model.onnx' });
  });
});
