import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lintel, type Outcome } from '../../testing/lintel';
import { colourFolder, pngOf, temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const data = colourFolder(join(folder, 'colours'), 12);
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir }, ...args, '--json');
const train = (from: string, out: string, ...more: string[]): Promise<Outcome> =>
  run('train', '--data', from, '--out', out, '--epochs', '1', ...more);

describe('a training', () => {
  it.each([
    ['--out within --data', join(data, 'red'), data],
    ['--out that is --data', data, data],
    ['--data within --out', folder, data],
    ['--out within a link to --data', join(folder, 'link', 'new', 'model'), data],
  ])('rejects %s before anything is written', async (_, out, from) => {
    await symlink(data, join(folder, 'link'));
    const before = await readdir(folder, { recursive: true });
    const { exitCode, json } = await train(from, out, '--overwrite');
    expect(exitCode).toBe(2);
    expect(json).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', problem: '--out and --data must not be inside each other.' },
    });
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    await rm(join(folder, 'link'));
  });

  it('rejects a cache folder inside the pictures, which would become a class next time', async () => {
    const { json } = await lintel(
      { cacheDir: join(data, 'cache') },
      ...['train', '--data', data, '--out', join(folder, 'model'), '--json'],
    );
    expect(json).toMatchObject({ error: { problem: expect.stringContaining('LINTEL_CACHE_DIR') as string } });
    expect((await readdir(data)).sort()).toEqual(['blue', 'green', 'red']);
  });

  it('rejects an invalid model name before the pictures are read', async () => {
    const { exitCode, json, stderr } = await train(data, join(folder, 'n'.repeat(120)));
    expect([exitCode, stderr.includes('pictures of')]).toEqual([2, false]);
    expect(json).toMatchObject({
      error: { received: '120 characters', cure: expect.stringContaining('--name') as string },
    });
  });

  it("rejects a folder that another run is writing to, and leaves that run's work alone", async () => {
    const work = join(folder, '.shared.training');
    await mkdir(work);
    await writeFile(join(work, 'checkpoint.bin'), 'of the other run');
    await writeFile(join(work, 'lock'), JSON.stringify({ pid: process.ppid, host: hostname(), startTicks: null }));
    const { exitCode, json } = await train(data, join(folder, 'shared'));
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ error: { code: 'CONFLICT', received: `process ${process.ppid} on ${hostname()}` } });
    expect((await readdir(work)).sort()).toEqual(['checkpoint.bin', 'lock']);

    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    await rm(join(work, 'checkpoint.bin'));
    await writeFile(join(work, 'lock'), JSON.stringify({ pid: dead, host: hostname(), startTicks: null }));
    expect((await train(data, join(folder, 'shared'))).exitCode).toBe(0);
    expect((await readdir(folder)).filter((name) => name.includes('shared'))).toEqual(['shared']);
  });

  it('warns before it begins about copies, contradicting classes, copied test pictures and small classes, and reports them', async () => {
    const from = join(folder, 'declared');
    colourFolder(join(from, 'train'), 30);
    colourFolder(join(from, 'test'), 2);
    for (const name of await readdir(join(from, 'test', 'red'))) await rm(join(from, 'test', 'red', name));
    const [own, copied, contradicting] = [pngOf([200, 1, 1]), pngOf([201, 1, 1]), pngOf([99, 99, 99])];
    await writeFile(join(from, 'test', 'red', 'own.png'), own);
    await cp(join(from, 'train', 'red', '000.png'), join(from, 'test', 'red', 'leaked.png'));
    for (const name of ['copy 1.png', 'copy 2.png']) await writeFile(join(from, 'train', 'red', name), copied);
    for (const colour of ['red', 'green']) await writeFile(join(from, 'train', colour, 'both.png'), contradicting);
    for (const value of [1, 2, 3]) {
      await mkdir(join(from, 'train', 'rare'), { recursive: true });
      await writeFile(join(from, 'train', 'rare', `${value}.png`), pngOf([value, value, value]));
    }
    const { stderr, json, exitCode } = await train(from, join(folder, 'warned'));
    expect(exitCode).toBe(0);
    const before = stderr.slice(0, stderr.indexOf('Training two-conv'));
    for (const text of [
      '1 picture in more than one class, of which at most one is right:\n  train/green/both.png = train/red/both.png',
      'test/red/leaked.png = train/red/000.png',
      '1 picture is an exact copy of another; copies stay on one side of a split:\n  train/red/copy 1.png = train/red/copy 2.png',
      'compared with 33 in the largest:\n  rare: 3',
    ]) {
      expect(before).toContain(text);
    }
    expect(json['findings']).toMatchObject({ contradictions: [['train/green/both.png', 'train/red/both.png']] });
    const { dataset } = JSON.parse(await readFile(join(folder, 'warned', 'manifest.json'), 'utf8')) as {
      dataset: { findings: unknown };
    };
    expect(dataset.findings).toEqual({
      copies: 1,
      contradictions: 1,
      leaks: { validation: 0, test: 5 },
      smallClasses: 1,
    });
    const { json: evaluated } = await run('evaluate', '--model', join(folder, 'warned'), '--data', from);
    expect(evaluated).toMatchObject({ part: 'test', examples: 1, seen: { examples: 5 } });
  });

  it('and an evaluation use the current classes after class folders were swapped', async () => {
    const from = colourFolder(join(folder, 'swapped'), 12);
    const out = join(folder, 'before-swap');
    await train(from, out, '--epochs', '4');
    await rm(join(out, 'dataset.json')); // Otherwise these pictures would be left out as seen in training.
    expect((await run('evaluate', '--model', out, '--data', from)).json).toMatchObject({ accuracy: 1 });
    await rename(join(from, 'red'), join(from, 'x'));
    await rename(join(from, 'blue'), join(from, 'red'));
    await rename(join(from, 'x'), join(from, 'blue'));
    const { json } = await run('evaluate', '--model', out, '--data', from);
    expect(json['accuracy']).toBeCloseTo(1 / 3, 5);
  });

  it('prints file names without their control characters', async () => {
    const from = colourFolder(join(folder, 'hostile'), 12);
    const evil = '\x1b[2J\x1b]0;owned\x07\u009b31m\nEpoch 99: accuracy 1.000.png';
    await writeFile(join(from, 'red', evil), 'not a picture');
    await writeFile(join(from, 'red', `${evil}.txt`), '');
    const out = join(folder, 'hostile-model');
    const refused = await train(from, out);
    const skipped = await train(from, out, '--skip-unreadable');
    const plain = await lintel({ cacheDir }, 'predict', '--model', out, join(from, 'red', evil));
    for (const { stdout, stderr } of [refused, skipped, plain]) {
      expect(stdout + stderr).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      expect(stderr).not.toMatch(/^Epoch 99/m);
      expect(stderr).toContain('\\x1b[2J\\x1b]0;owned\\x07\\x9b31m\\nEpoch 99');
    }
    expect(JSON.stringify(refused.json)).toContain('\\u001b[2J');
  });
});
