import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LintelError, type Dataset } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { hashesAsText } from './example-hashes';
import { cacheDecoded, type CacheDecodedOptions, type PictureSource } from './cache-decoded';

const base = temporaryFolder();
const shape = [2, 2, 3] as const;
const pictureOf = (index: number): Uint8Array => new Uint8Array(12).fill(index % 251, 0, 6).fill(index >> 8, 6);
let count = 0;
let decoded = 0;

/** A picture has twelve bytes; its decoding time varies. */
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

const TIME = new Date('2026-01-01T00:00:00Z');

/** Two classes of one picture each: equal size and time, different content. */
async function classFolders() {
  const root = join(base, String(count++));
  const entries = ['a', 'b'].map((name, label) => ({ path: join(root, name, '1.pic'), label }));
  for (const [label, { path }] of entries.entries()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, pictureOf(7 + 2 * label));
    await utimes(path, TIME, TIME);
  }
  const options = { entries, classNames: ['a', 'b'], shape, decode, key: 'v1', cacheDir: join(root, 'cache') };
  return { root, open: () => cacheDecoded(options) };
}

/** The first pixel value of every picture. */
function pixelsOf(dataset: Dataset): number[] {
  const pixels = new Uint8Array(dataset.size * 12);
  dataset.read([...dataset.labels.keys()], pixels);
  return [...pixels].filter((_, at) => at % 12 === 0);
}

describe('decoded pictures', () => {
  beforeEach(() => (decoded = 0));

  it('are read by index with their labels, in whatever order they were decoded', async () => {
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

  it('are decoded once, and again when a file or the key changes; other classes need no decoding', async () => {
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
    expect([decoded, others[2]!.dataset.classNames, [...others[3]!.dataset.labels]]).toEqual([
      15,
      ['a', 'b', 'd'],
      [0, 0, 0, 0, 0],
    ]);
    const hashes = [first, ...others].map(({ dataset }) => dataset.contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('have their present classes when two class folders were swapped, though path, size and time are those of before', async () => {
    const { root, open } = await classFolders();
    const before = await open();
    await rename(join(root, 'a'), join(root, 'x'));
    await rename(join(root, 'b'), join(root, 'a'));
    await rename(join(root, 'x'), join(root, 'b'));
    const after = await open();
    expect([...before.dataset.labels]).toEqual([...after.dataset.labels]);
    expect([pixelsOf(before.dataset), pixelsOf(after.dataset)]).toEqual([
      [7, 9],
      [9, 7],
    ]);
    expect(after.dataset.contentHash).not.toBe(before.dataset.contentHash);
  });

  it('are decoded again if a file was replaced by one of equal size and time, even right after it was read', async () => {
    const { root, open } = await classFolders();
    await open();
    for (const value of [20, 21, 22, 23]) {
      await writeFile(join(root, 'a', '1.pic'), pictureOf(value));
      await utimes(join(root, 'a', '1.pic'), TIME, TIME);
      expect(pixelsOf((await open()).dataset)).toEqual([value, 9]);
    }
  });

  it('that changed so shortly before they were read that their times could hide another change are compared by content', async () => {
    const options = await pictures(3);
    await cacheDecoded(options);
    const [name] = await readdir(options.cacheDir);
    const cached = await readFile(join(options.cacheDir, name!));
    // Simulates that other bytes were read in the same tick of the clock.
    const other = cached.toString('latin1').replace(/"hashes":"..../, '"hashes":"AAAA');
    await writeFile(join(options.cacheDir, name!), other, 'latin1');
    expect((await cacheDecoded(options)).fromCache).toBe(false);
    expect((await cacheDecoded(options)).fromCache).toBe(true);
  });

  it('are known by the SHA-256 of their files', async () => {
    const options = await pictures(3);
    await writeFile(options.entries[2]!.path, pictureOf(0));
    const { exampleHashes } = (await cacheDecoded(options)).dataset;
    const hashOf = (index: number): string => createHash('sha256').update(pictureOf(index)).digest('hex');
    expect(hashesAsText(exampleHashes)).toEqual([hashOf(0), hashOf(1), hashOf(0)]);
  });

  it('have a content hash that does not depend on their location', async () => {
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

  it('skip broken pictures if requested, without a gap, and list them', async () => {
    const options = await pictures(10);
    await writeFile(options.entries[3]!.path, '');
    await writeFile(options.entries[9]!.path, 'short');
    await setTimeout(2_100); // A file that broke shortly before it was read is read again.
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

  it('that are gone when they are read are left out like broken ones', async () => {
    const options = await pictures(7);
    await rm(options.entries[2]!.path);
    const { unreadable, entries } = await cacheDecoded({ ...options, onUnreadable: 'skip' });
    expect(unreadable).toEqual([
      { path: options.entries[2]!.path, problem: `There is nothing at ${options.entries[2]!.path}.` },
    ]);
    expect(entries).toHaveLength(6);
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

  it('do not fill the disk: a cache unused for a month is removed', async () => {
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
