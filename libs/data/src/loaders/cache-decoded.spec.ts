import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LintelError } from '@lintel/contracts';
import { refusal } from '../testing/refusal';
import { temporaryFolder } from '../testing/temporary-folder';
import { cacheDecoded, type CacheDecodedOptions, type PictureSource } from './cache-decoded';

const base = temporaryFolder();
const shape = [2, 2, 3] as const;
const pictureOf = (index: number): Uint8Array => new Uint8Array(12).fill(index % 251, 0, 6).fill(index >> 8, 6);
let count = 0;
let decoded = 0;

/** A picture is twelve bytes; how long its decoding takes differs. */
async function decode(bytes: Uint8Array): Promise<Uint8Array> {
  decoded++;
  if (bytes[0]! % 50 === 0) await setTimeout(1);
  if (bytes.length === 12) return Uint8Array.from(bytes);
  throw new LintelError('PICTURE_UNREADABLE', {
    problem: 'The picture ends too early.',
    expected: '12 bytes',
    received: `${bytes.length} bytes`,
    cure: 'Export the picture again.',
  });
}

async function pictures(size: number): Promise<CacheDecodedOptions<PictureSource>> {
  const root = join(base, String(count++));
  await mkdir(root);
  const entries = Array.from({ length: size }, (_, index) => ({ path: join(root, `${index}.pic`), label: index % 3 }));
  await Promise.all(entries.map(({ path }, index) => writeFile(path, pictureOf(index))));
  return { entries, classNames: ['a', 'b', 'c'], shape, decode, key: 'v1', cacheDir: join(root, 'cache') };
}

describe('decoded pictures', () => {
  beforeEach(() => (decoded = 0));

  it('come back by index with their labels, whatever the order in which they were decoded', async () => {
    const options = await pictures(700);
    const progress: number[] = [];
    const { dataset, fromCache } = await cacheDecoded({
      ...options,
      concurrency: 7,
      onProgress: ({ done, total }) => progress.push(done / total),
    });
    expect(fromCache).toBe(false);
    expect(dataset).toMatchObject({ size: 700, exampleShape: [2, 2, 3], dtype: 'uint8', classNames: ['a', 'b', 'c'] });
    expect([...dataset.labels]).toEqual(options.entries.map(({ label }) => label));
    const indices = [699, 3, 4, 5, 0, 256];
    const target = new Uint8Array(indices.length * 12);
    dataset.read(indices, target);
    expect([...target]).toEqual(indices.flatMap((index) => [...pictureOf(index)]));
    expect(progress.at(-1)).toBe(1);
    dataset.close();
    expect((await refusal(() => dataset.read([0], target))).problem).toBe('The dataset is closed.');
  });

  it('are decoded once, and again when a file, the classes or the key change', async () => {
    const options = await pictures(5);
    const first = await cacheDecoded(options);
    const again = await cacheDecoded(options);
    expect([decoded, again.fromCache, again.dataset.contentHash]).toEqual([5, true, first.dataset.contentHash]);

    await writeFile(options.entries[2]!.path, pictureOf(99));
    const changed = await cacheDecoded(options);
    expect([decoded, changed.fromCache]).toEqual([10, false]);
    const others = [
      changed,
      await cacheDecoded({ ...options, key: 'v2' }),
      await cacheDecoded({ ...options, classNames: ['a', 'b', 'd'] }),
      await cacheDecoded({ ...options, entries: options.entries.map((entry) => ({ ...entry, label: 0 })) }),
    ];
    const hashes = [first, ...others].map(({ dataset }) => dataset.contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('have a content hash that does not depend on where they lie', async () => {
    const [one, other] = [await cacheDecoded(await pictures(5)), await cacheDecoded(await pictures(5))];
    expect(one.dataset.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(other.dataset.contentHash).toBe(one.dataset.contentHash);
  });

  it('keep their groups', async () => {
    const options = await pictures(3);
    const entries = options.entries.map((entry, index) => ({ ...entry, group: `patient ${index % 2}` }));
    const { dataset } = await cacheDecoded({ ...options, entries });
    expect(dataset.groups).toEqual(['patient 0', 'patient 1', 'patient 0']);
  });

  it('refuse a broken picture by its name and leave nothing behind', async () => {
    const options = await pictures(40);
    await writeFile(options.entries[30]!.path, 'short');
    const error = await refusal(() => cacheDecoded(options));
    expect(error.toJSON()).toEqual({
      code: 'PICTURE_UNREADABLE',
      problem: `${options.entries[30]!.path}: The picture ends too early.`,
      expected: '12 bytes',
      received: '5 bytes',
      cure: 'Export the picture again; or leave unreadable pictures out.',
      retryable: false,
    });
    expect(await readdir(options.cacheDir)).toEqual([]);
  });

  it('leave broken pictures out where asked, without a gap, and tell which', async () => {
    const options = await pictures(10);
    await writeFile(options.entries[3]!.path, '');
    await writeFile(options.entries[9]!.path, 'short');
    for (const fromCache of [false, true]) {
      const result = await cacheDecoded({ ...options, onUnreadable: 'skip' });
      expect(result.fromCache).toBe(fromCache);
      expect(result.unreadable.map(({ path }) => path)).toEqual([options.entries[3]!.path, options.entries[9]!.path]);
      expect(result.unreadable[0]!.problem).toContain('ends too early');
      expect(result.entries).toEqual(options.entries.filter((_, index) => index !== 3 && index !== 9));
      expect([...result.dataset.labels]).toEqual(result.entries.map(({ label }) => label));
      const target = new Uint8Array(8 * 12);
      result.dataset.read([0, 1, 2, 3, 4, 5, 6, 7], target);
      expect([...target]).toEqual([0, 1, 2, 4, 5, 6, 7, 8].flatMap((index) => [...pictureOf(index)]));
    }
  });

  it('need one readable picture a class', async () => {
    const options = await pictures(6);
    await writeFile(options.entries[1]!.path, '');
    await writeFile(options.entries[4]!.path, '');
    const error = await refusal(() => cacheDecoded({ ...options, onUnreadable: 'skip' }));
    expect(error).toMatchObject({ code: 'DATASET_EMPTY', problem: 'No picture of the class "b" can be read.' });
  });

  it('end at once when the run is stopped, and leave nothing behind', async () => {
    const options = await pictures(400);
    const stop = new AbortController();
    const error = await refusal(() =>
      cacheDecoded({
        ...options,
        signal: stop.signal,
        concurrency: 2,
        decode: (bytes) => (stop.abort(), decode(bytes)),
      }),
    );
    expect(error.code).toBe('CANCELLED');
    expect(decoded).toBeLessThan(4);
    expect(await readdir(options.cacheDir)).toEqual([]);
  });

  it('survive a run that was killed: its half-written file is removed, that of a living one stays', async () => {
    const options = await pictures(5);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const partial = (pid: number): string => `x.dataset.${hostname()}.${pid}.0123abcd.partial`;
    await mkdir(options.cacheDir);
    for (const pid of [dead, process.pid]) await writeFile(join(options.cacheDir, partial(pid)), randomBytes(100));
    await cacheDecoded(options);
    expect((await readdir(options.cacheDir)).sort()).toEqual(
      [expect.stringMatching(/^[0-9a-f]{32}\.dataset$/), partial(process.pid)].sort(),
    );
  });

  it('are made again where the cached file is damaged', async () => {
    const options = await pictures(5);
    const { dataset } = await cacheDecoded(options);
    const [name] = await readdir(options.cacheDir);
    await truncate(join(options.cacheDir, name!), 40);
    const again = await cacheDecoded(options);
    expect([again.fromCache, again.dataset.contentHash]).toEqual([false, dataset.contentHash]);
  });

  it('may be decoded by two at once', async () => {
    const options = await pictures(300);
    const both = await Promise.all([cacheDecoded(options), cacheDecoded(options)]);
    const target = new Uint8Array(12);
    for (const { dataset } of both) {
      dataset.read([299], target);
      expect(target).toEqual(pictureOf(299));
    }
    expect(await readdir(options.cacheDir)).toHaveLength(1);
  });

  it('do not fill the disk: a cache that nobody used for a month goes', async () => {
    const options = await pictures(5);
    await mkdir(options.cacheDir);
    const [old, recent] = [join(options.cacheDir, 'old.dataset'), join(options.cacheDir, 'recent.dataset')];
    for (const [path, days] of [
      [old, 31],
      [recent, 29],
    ] as const) {
      await writeFile(path, '');
      const time = new Date(Date.now() - days * 24 * 3_600_000);
      await utimes(path, time, time);
    }
    await cacheDecoded(options);
    const left = await readdir(options.cacheDir);
    expect(left).toHaveLength(2);
    expect(left).toContain('recent.dataset');
  });

  it('refuse a cache folder that cannot be written, an empty list, a large or lost file and a decoder of another size', async () => {
    const options = await pictures(3);
    const within = join(options.entries[0]!.path, 'cache');
    expect(await refusal(() => cacheDecoded({ ...options, cacheDir: within }))).toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      problem: `${within} cannot be written.`,
    });
    expect(await refusal(() => cacheDecoded({ ...options, entries: [] }))).toMatchObject({ code: 'DATASET_EMPTY' });
    expect(await refusal(() => cacheDecoded({ ...options, maxFileBytes: 11 }))).toMatchObject({
      code: 'PICTURE_TOO_LARGE',
      received: '12 bytes',
    });
    const lost = [...options.entries, { path: join(base, 'lost.pic'), label: 0 }];
    expect(await refusal(() => cacheDecoded({ ...options, entries: lost }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(() => cacheDecoded({ ...options, shape: [2, 3, 3] }))).toMatchObject({
      code: 'SHAPE_MISMATCH',
      expected: '18',
      received: '12',
    });
  });
});
