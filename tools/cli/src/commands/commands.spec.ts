import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { lintel, type Outcome } from '../testing/lintel';
import { colourFolder, pngOf, temporaryFolder } from '../testing/picture-folder';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const data = colourFolder(join(folder, 'colours'), 40);
const model = join(folder, 'model');
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir }, ...args);
const training = (out: string, ...args: string[]): string[] => ['train', '--data', data, '--out', out, ...args];

describe('the life of a model', () => {
  it('begins with a folder of pictures: the pictures train it, choose its best epoch and test it', async () => {
    const { exitCode, json, stderr } = await run(...training(model, '--epochs', '6', '--name', 'colours', '--json'));
    expect(stderr).toContain('120 pictures of 3 classes');
    expect(stderr).toMatch(/Epoch 6: accuracy/);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      command: 'train',
      name: 'colours',
      model: 'two-conv',
      directory: model,
      testAccuracy: 1,
      epochs: 6,
      resumedAfter: 0,
      classes: 3,
      examples: { train: 96, validation: 12, test: 12 },
      unreadable: 0,
    });
    expect(json['imagesPerSecond']).toBeGreaterThan(0);
    expect(json['peakRssMiB']).toBeGreaterThan(50);
    expect(json['parity']).toBeLessThan(1e-4);
    expect((await readdir(folder)).sort()).toEqual(['cache', 'colours', 'model']);
  });

  it('is measured on other pictures', async () => {
    const { exitCode, json } = await run('evaluate', '--model', model, '--data', data, '--json');
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      command: 'evaluate',
      name: 'colours',
      part: 'all',
      examples: 12,
      accuracy: 1,
      accuracyInterval: { low: expect.closeTo(0.7575, 4) as number, high: 1, method: 'wilson' },
      seen: { examples: 108, share: 0.9, accuracy: 1 },
    });
    const { stdout } = await run('evaluate', '--model', model, '--data', data);
    expect(stdout).toContain('108 of 120 pictures (90.00 %) were seen in training and are left out');
    expect(stdout).toMatch(/Accuracy +100\.00 % \(95 % Wilson interval 75\.75 % to 100\.00 %\) on 12 pictures/);
    expect(stdout).toMatch(/green +4 +100\.00 % +100\.00 % +100\.00 %/);
  });

  it('reports no accuracy if it is measured only on pictures that it was trained on, wherever they are now', async () => {
    const copies = join(folder, 'copies');
    const details = JSON.parse(await readFile(join(model, 'dataset.json'), 'utf8')) as { seen: string };
    for (const colour of ['blue', 'green', 'red']) {
      await mkdir(join(copies, colour), { recursive: true });
      for (const name of await readdir(join(data, colour))) {
        const bytes = await readFile(join(data, colour, name));
        const hash = createHash('sha256').update(bytes).digest();
        const isSeen = Buffer.from(details.seen, 'base64').includes(hash.subarray(0, 8));
        if (isSeen) await writeFile(join(copies, colour, `renamed ${name}`), bytes);
      }
    }
    const { exitCode, json } = await run('evaluate', '--model', model, '--data', copies, '--json');
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ examples: 0, accuracy: null, seen: { examples: 108, share: 1, accuracy: 1 } });
    const { stdout } = await run('evaluate', '--model', model, '--data', copies);
    expect(stdout).toContain('was trained on all 108 pictures');
    await rm(copies, { recursive: true });
  });

  it('says that the result may be too good if its folder does not record the pictures of its training', async () => {
    const old = join(folder, 'old');
    await cp(model, old, { recursive: true });
    await rm(join(old, 'dataset.json'));
    const { json } = await run('evaluate', '--model', old, '--data', data, '--json');
    expect(json).toMatchObject({ examples: 120, accuracy: 1, seen: null });
    expect((await run('evaluate', '--model', old, '--data', data)).stdout).toContain('does not record which pictures');
    await rm(old, { recursive: true });
  });

  it('is measured only on the test part if there is one', async () => {
    const declared = join(folder, 'declared');
    colourFolder(join(declared, 'train'), 2);
    colourFolder(join(declared, 'test'), 3);
    const { json } = await run('evaluate', '--model', model, '--data', declared, '--json');
    await rm(declared, { recursive: true });
    expect(json).toMatchObject({ part: 'test', seen: { examples: 8 }, examples: 1 });
  });

  it('says what is on pictures, and for a broken picture the reason, with exit code 1', async () => {
    const [red, broken, huge] = ['red.png', 'broken.png', 'huge.png'].map((name) => join(folder, name));
    await writeFile(red!, pngOf([220, 30, 30]));
    await writeFile(broken!, 'a text');
    await writeFile(huge!, Buffer.alloc(21 * 2 ** 20));
    const absent = join(folder, 'absent.png');
    const files = [broken!, red!, absent, huge!, folder];

    const good = await run('predict', '--model', model, red!, '--json');
    expect(good.exitCode).toBe(0);
    const mixed = await run('predict', '--model', model, ...files, '--json');
    const table = await run('predict', '--model', model, ...files);
    for (const file of [red!, broken!, huge!]) await rm(file);

    expect(mixed.exitCode).toBe(1);
    expect(mixed.json).toMatchObject({
      model: 'colours',
      predictions: [
        { file: broken, error: { code: 'PICTURE_UNREADABLE' } },
        { file: red, className: 'red', top: [{ className: 'red' }, {}, {}] },
        { file: absent, error: { code: 'NOT_FOUND' } },
        { file: huge, error: { code: 'PICTURE_TOO_LARGE', received: '21.0 MiB' } },
        { file: folder, error: { code: 'PICTURE_UNREADABLE', received: 'a folder' } },
      ],
    });
    expect(table.stdout).toMatch(/red\.png +red(, unsure)? +\d+\.\d\d %/);
    expect(table.stdout).toMatch(/broken\.png +cannot be read/);
    expect(table.stderr).toMatch(/broken\.png: .*\n(.*\n)* {2}cure:/);
  });

  it('ends as an ONNX file, which replaces another one only if requested', async () => {
    const out = join(folder, 'colours.onnx');
    const { exitCode, json } = await run('export', '--model', model, '--out', out, '--json');
    const bytes = await readFile(out);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      file: out,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      task: 'image-classification',
      reading: { classNames: ['blue', 'green', 'red'] },
      inputs: [{ dtype: 'float32', shape: [16, 16, 3] }],
    });
    for (const text of ['["blue","green","red"]', '"kind":"image"']) expect(bytes.includes(text)).toBe(true);

    await writeFile(out, 'mine');
    const refused = await run('export', '--model', model, '--out', out, '--json');
    expect([refused.exitCode, await readFile(out, 'utf8')]).toEqual([1, 'mine']);
    expect(refused.json).toMatchObject({ error: { code: 'OUTPUT_UNWRITABLE' } });
    expect((await run('export', '--model', model, '--out', out, '--overwrite')).exitCode).toBe(0);
    expect(await readFile(out)).toEqual(bytes);
    await rm(out);
  });
});

describe('training', () => {
  it('that is stopped says how to resume, and resumes', async () => {
    const out = join(folder, 'stopped');
    const stop = new AbortController();
    const onStderr = (text: string): void => {
      if (text.includes('Epoch 2:')) stop.abort(new LintelError('CANCELLED', { problem: 'Stopped.', cure: '' }));
    };
    const args = training(out, '--epochs', '4', '--json');
    const stopped = await lintel({ cacheDir, signal: stop.signal, onStderr }, ...args);
    expect(stopped.exitCode).toBe(130);
    expect(stopped.json).toMatchObject({
      error: { code: 'CANCELLED', cure: `npx lintel train --data ${data} --out ${out} --epochs 4 --json --resume` },
    });
    expect(await readdir(folder)).not.toContain('stopped');

    const resumed = await run(...args, '--resume');
    expect(resumed.exitCode).toBe(0);
    expect(resumed.json).toMatchObject({ resumedAfter: 2, epochs: 4 });
    expect(await readdir(folder)).not.toContain('.stopped.training');
    await rm(out, { recursive: true });
  });

  it('that is stopped before the first epoch leaves nothing behind', async () => {
    const stop = new AbortController();
    stop.abort(new LintelError('CANCELLED', { problem: 'Stopped.', cure: '' }));
    const { exitCode, stderr } = await lintel({ cacheDir, signal: stop.signal }, ...training(join(folder, 'early')));
    expect(exitCode).toBe(130);
    expect(stderr).toContain('No files are left behind');
    expect((await readdir(folder)).filter((name) => name.includes('early'))).toEqual([]);
  });

  it('does not replace a model unless requested', async () => {
    const before = await readFile(join(model, 'manifest.json'), 'utf8');
    const { exitCode, json } = await run(...training(model, '--epochs', '1', '--json'));
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      error: { code: 'OUTPUT_UNWRITABLE', cure: expect.stringContaining('--overwrite') as string },
    });
    expect(await readFile(join(model, 'manifest.json'), 'utf8')).toBe(before);
    expect((await run(...training(model, '--epochs', '1', '--overwrite'))).exitCode).toBe(0);
  });

  it('names a broken picture and the option that skips it', async () => {
    const broken = join(data, 'red', 'broken.png');
    await writeFile(broken, 'a text');
    const out = join(folder, 'skipped');
    const refused = await run(...training(out, '--epochs', '1', '--json'));
    expect(refused.json).toMatchObject({
      error: {
        code: 'PICTURE_UNREADABLE',
        problem: expect.stringContaining(broken) as string,
        cure: expect.stringContaining('--skip-unreadable') as string,
      },
    });
    expect((await readdir(folder)).filter((name) => name.includes('skipped'))).toEqual([]);
    const trained = await run(...training(out, '--epochs', '1', '--skip-unreadable', '--json'));
    await rm(broken);
    expect(trained.stderr).toContain(`Left out: ${broken}`);
    expect(trained.json).toMatchObject({ unreadable: 1 });
    await rm(out, { recursive: true });
  });

  it.each<[string, string[], string]>([
    ['a folder that is not there', ['--data', '/absent'], 'NOT_FOUND'],
    ['one class only', ['--data', join(folder, 'one')], 'DATASET_INVALID'],
    [
      'an output that cannot be written',
      ['--data', data, '--out', join(folder, 'a-file', 'model')],
      'OUTPUT_UNWRITABLE',
    ],
  ])('refuses %s and leaves nothing behind', async (_, args, code) => {
    await mkdir(join(folder, 'one', 'class'), { recursive: true });
    await writeFile(join(folder, 'one', 'class', '1.png'), pngOf([1, 2, 3]));
    await writeFile(join(folder, 'a-file'), '');
    const out = args.includes('--out') ? [] : ['--out', join(folder, 'refused')];
    const { exitCode, json } = await run('train', ...args, ...out, '--json');
    await rm(join(folder, 'one'), { recursive: true });
    await rm(join(folder, 'a-file'));
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ error: { code } });
    expect((await readdir(folder)).filter((name) => name.includes('refused'))).toEqual([]);
  });
});
