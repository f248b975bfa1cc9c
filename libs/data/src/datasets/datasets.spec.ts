import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { DatasetVersions, type NewDatasetVersion } from './dataset-versions';
import { Labels, type NewLabel } from './labels';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let events = 0;
const newLabel = (modelName: string, predictionId: string, className: string | null): NewLabel => ({
  eventId: `event ${events++}`,
  modelName,
  predictionId,
  task: 'image-classification',
  inputSha256: sha256(predictionId),
  predicted: { className: 'Coat' },
  target: className === null ? null : { className },
  author: 'Ada',
  givenAt: '2026-01-02T03:04:05.678Z',
});

const folder = temporaryFolder();
let postgres: TestPostgres;
let database: DataSource;
let labels: Labels;
let versions: DatasetVersions;
const artifacts = new FolderArtifactStore(join(folder, 'artefacts'));

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  labels = new Labels(database);
  versions = new DatasetVersions(database, artifacts);
  for (const name of ['shop.goods', 'shop.many', 'shop.tampered']) {
    await database.query(
      "INSERT INTO platform.model (name, vertical, title, gate_policy, loop_policy, task) VALUES ($1, 'shop', '', '{}', '{}', 'image-classification')",
      [name],
    );
  }
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

describe('labels', () => {
  it('are added once, however often their event is delivered', async () => {
    const label = newLabel('shop.once', '1', 'Bag');
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => labels.add(label)));
    for (const other of others) expect(other).toEqual(first);
    expect(first).toMatchObject({ target: { className: 'Bag' }, givenAt: '2026-01-02T03:04:05.678Z' });
    expect((await labels.list('shop.once', { limit: 10 })).items).toEqual([first]);
  });

  it('are in force when they are the newest of their prediction, and not once taken back', async () => {
    const model = 'shop.force';
    await labels.add(newLabel(model, '1', 'Bag'));
    const one = await labels.add(newLabel(model, '1', 'Shirt'));
    const two = await labels.add(newLabel(model, '2', 'Bag'));
    await labels.add(newLabel(model, '2', null));
    const three = await labels.add(newLabel(model, '3', 'Bag'));
    expect(await labels.newest(model)).toEqual([one, three]);
    expect(await labels.newest(model, { upTo: two.sequence })).toEqual([one, two]);
    expect(await labels.countSince(model, 0)).toBe(2);
    expect(await labels.countSince(model, one.sequence)).toBe(1);
    expect(await labels.countSince(model, three.sequence)).toBe(0);
    expect(await labels.countSince('shop.other', 0)).toBe(0);
  });

  it('are listed newest first, page by page, each once', async () => {
    const model = 'shop.pages';
    for (let i = 0; i < 5; i++) await labels.add(newLabel(model, String(i), 'Bag'));
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await labels.list(model, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ predictionId }) => predictionId));
      cursor = page.nextCursor;
      // A label added between pages is newer than all following pages.
      await labels.add(newLabel(model, 'late', 'Bag'));
    } while (cursor !== null);
    expect(seen).toEqual(['4', '3', '2', '1', '0']);
    expect((await refusal(() => labels.list(model, { limit: 2, cursor: 'forged' }))).code).toBe('INVALID_ARGUMENT');
  });

  it('vanish with the transaction that they belong to', async () => {
    const failing = database.transaction(async (transaction) => {
      await labels.add(newLabel('shop.undone', '1', 'Bag'), transaction);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await labels.newest('shop.undone')).toEqual([]);
  });

  it('get numbers in the order of commits, so that a reader never misses a lower one', async () => {
    const model = 'shop.order';
    let commit = (): void => undefined;
    const slow = database.transaction(async (transaction) => {
      await labels.add(newLabel(model, 'slow', 'Bag'), transaction);
      await new Promise<void>((resolve) => (commit = resolve));
    });
    const fast = new Promise((resolve) => setTimeout(resolve, 200)).then(() =>
      labels.add(newLabel(model, 'fast', 'Bag')),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await labels.newest(model)).toEqual([]);
    commit();
    await Promise.all([slow, fast]);
    expect((await labels.newest(model)).map(({ predictionId }) => predictionId)).toEqual(['slow', 'fast']);
  });

  it('are refused without a picture that can be found', async () => {
    const error = await refusal(() => labels.add({ ...newLabel('shop.x', '1', 'Bag'), inputSha256: '../x' }));
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.received).toContain('inputSha256');
  });

  it('say what their task asks for', async () => {
    const row = {
      ...newLabel('shop.rows', '1', 'Bag'),
      task: 'tabular-regression' as const,
      predicted: { value: 1.5 },
    };
    const kept = await labels.add({ ...row, target: { value: 2.5 } });
    expect(kept).toMatchObject({ task: 'tabular-regression', predicted: { value: 1.5 }, target: { value: 2.5 } });
    const error = await refusal(() => labels.add({ ...row, eventId: 'other', target: { className: 'Bag' } }));
    expect([error.code, error.received]).toEqual(['INVALID_ARGUMENT', expect.stringContaining('target')]);
  });
});

const base = { name: 'base', contentHash: sha256('base'), licence: 'MIT', source: 'here', stored: false };
const newVersion = (modelName: string, changes: Partial<NewDatasetVersion> = {}): NewDatasetVersion => ({
  modelName,
  classNames: ['Coat', 'Bag'],
  base,
  baseCounts: { train: { Coat: 4, Bag: 4 }, validation: { Coat: 1 }, test: { Bag: 1 } },
  split: { seed: 7, validation: 0.1, test: 0.2 },
  labels: [],
  createdBy: 'Ada',
  ...changes,
});

describe('dataset versions', () => {
  it('hold the labels in force, and can be read back', async () => {
    for (let i = 0; i < 20; i++) await labels.add(newLabel('shop.goods', `p${i}`, i % 3 ? 'Bag' : 'Coat'));
    const given = await labels.newest('shop.goods');
    const version = await versions.create(newVersion('shop.goods', { labels: given }));
    expect(version).toMatchObject({ number: 1, labels: 20, upToLabel: given.at(-1)!.sequence, createdBy: 'Ada' });
    expect(await versions.get(version.id)).toEqual(version);
    expect(await versions.newest('shop.goods')).toEqual(version);
    const items = await versions.items(version.id);
    expect(items.map(({ labelId }) => labelId).sort()).toEqual(given.map(({ id }) => id).sort());
    const all = Object.values(version.counts).flatMap((part) => Object.values(part));
    expect(all.reduce((sum, count) => sum + count)).toBe(30);
    const { train, validation, test } = version.examples;
    expect([version.task, train + validation + test]).toEqual(['image-classification', 30]);
    expect(version.counts.test['Bag']! + (version.counts.test['Coat'] ?? 0)).toBe(
      1 + items.filter(({ part }) => part === 'test').length,
    );
    expect(await labels.countSince('shop.goods', version.upToLabel)).toBe(0);
  });

  it('are reused for the same content and numbered without gaps, also when created concurrently', async () => {
    const made = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        versions.create(newVersion('shop.many', { split: { seed: i % 8, validation: 0.1, test: 0.2 } })),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(8);
    expect((await versions.list('shop.many')).map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('are never changed', async () => {
    await expect(database.query('UPDATE platform.dataset_version SET labels = 0')).rejects.toThrow('never changed');
    await expect(database.query('DELETE FROM platform.dataset_version')).rejects.toThrow('never changed');
  });

  it('are refused where their list is another one', async () => {
    await labels.add(newLabel('shop.tampered', '1', 'Bag'));
    const given = await labels.newest('shop.tampered');
    const { id, contentHash } = await versions.create(newVersion('shop.tampered', { labels: given }));
    const key = `datasets/${contentHash}.json`;
    const list = (await artifacts.get(key)).toString();
    for (const other of [list.replaceAll('"className":"Bag"', '"className":"Coat"'), '{']) {
      await artifacts.put(key, Buffer.from(other));
      const error = await refusal(() => versions.items(id));
      expect(error.code).toBe('ARTIFACT_CORRUPT');
      expect(error.expected).toContain(contentHash);
    }
  });

  it('are refused for an undeclared model and for an unknown class', async () => {
    expect((await refusal(() => versions.create(newVersion('shop.unknown')))).code).toBe('NOT_FOUND');
    const given = await labels.newest('shop.goods');
    const refused = await refusal(() =>
      versions.create(newVersion('shop.goods', { labels: given, classNames: ['Coat'] })),
    );
    expect(refused.code).toBe('DATASET_INVALID');
    expect(refused.received).toContain('"Bag"');
    expect((await refusal(() => versions.get('none'))).code).toBe('NOT_FOUND');
    expect(await versions.newest('shop.unknown')).toBeNull();
  });
});
