import { subjectErased, subjectErasureRequested, type SubjectErasureRequested } from '@lintel/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import type { DataSource } from '../database/orm';
import { DatasetVersions } from '../datasets/dataset-versions';
import { Labels } from '../datasets/labels';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { DataKeys } from './data-keys';
import { eraseSubject } from './erase-subject';
import { Erasures } from './erasures';
import { LabelledPictures } from './labelled-pictures';
import { SubjectKeys } from './subject-keys';
import { SubjectVault } from './subject-vault';

const MODEL = 'shop.goods';
const SPLIT = { seed: 1, validation: 0.1, test: 0.2 };

let postgres: TestPostgres;
let database: DataSource;
let folder: string;
let artifacts: FolderArtifactStore;
let keys: SubjectKeys;
let pictures: LabelledPictures;
let erasures: Erasures;
let datasets: DatasetVersions;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  folder = await mkdtemp(join(tmpdir(), 'lintel-erasure-'));
  artifacts = new FolderArtifactStore(folder);
  keys = new SubjectKeys(database, new DataKeys(randomBytes(32)));
  pictures = new LabelledPictures(database, artifacts, new SubjectVault(keys, 'shop'));
  erasures = new Erasures(database, keys);
  datasets = new DatasetVersions(database, artifacts);
  await database.query(
    `INSERT INTO platform.model (name, vertical, title, gate_policy, loop_policy, task) VALUES ($1, 'shop', 'Goods', '{}', '{}', 'image-classification')`,
    [MODEL],
  );
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const vault = (): SubjectVault => new SubjectVault(keys, 'shop');
const bytes = (text: string): Buffer => Buffer.from(`picture ${text}`);
let events = 0;

/** A picture of a subject, labelled by a person. */
async function label(subject: string, picture: Buffer): Promise<string> {
  const pictureSha256 = await pictures.put(picture, await vault().sealer(subject));
  const said = {
    modelName: MODEL,
    predictionId: `p${events}`,
    task: 'image-classification' as const,
    predicted: { className: 'Coat' },
    target: { className: 'Coat' },
    author: 'Ada',
  };
  await new Labels(database).add({
    ...said,
    inputSha256: pictureSha256,
    givenAt: new Date().toISOString(),
    eventId: `e${events++}`,
  });
  return pictureSha256;
}

/** A model version trained on all current labels. */
async function train(number: number, alias?: 'champion' | 'challenger'): Promise<string> {
  const version = await datasets.create({
    modelName: MODEL,
    base: { name: 'base', contentHash: 'abc', licence: 'MIT', source: 'test', stored: false },
    baseCounts: { train: {}, validation: {}, test: {} },
    classNames: ['Coat'],
    split: SPLIT,
    labels: await new Labels(database).newest(MODEL),
    createdBy: 'test',
  });
  const id = randomUUID();
  await database.query(
    `INSERT INTO platform.model_version (id, model_name, number, manifest, manifest_sha256, key_id, artifacts,
       dataset_version_id, model_card, created_by, task, headlines)
     VALUES ($1, $2, $3, '{}', 'x', 'k', 'f', $4, '', 'test', 'image-classification', '[]')`,
    [id, MODEL, number, version.id],
  );
  if (alias !== undefined) {
    await database.query(
      'INSERT INTO platform.model_alias (model_name, alias, version_id, by) VALUES ($1, $2, $3, $4)',
      [MODEL, alias, id, 'test'],
    );
  }
  return id;
}

async function outbox(topic: string): Promise<unknown> {
  const rows: unknown = await database.query(
    'SELECT value FROM streams.outbox WHERE topic = $1 ORDER BY seq DESC LIMIT 1',
    [topic],
  );
  const [row] = z.array(z.object({ value: z.instanceof(Buffer) })).parse(rows);
  return JSON.parse(row!.value.toString());
}

/** What the vertical and the console do when they receive the events. */
async function answer(): Promise<void> {
  const requested = subjectErasureRequested.schema.parse(await outbox(subjectErasureRequested.topic));
  await run(requested);
  const erased = subjectErased.schema.parse(await outbox(subjectErased.topic));
  await database.transaction((transaction) => erasures.record(erased, transaction));
}
const run = (requested: SubjectErasureRequested): Promise<void> =>
  database.transaction((transaction) =>
    eraseSubject(requested, { vertical: 'shop', stores: [pictures], keys, datasets }, transaction),
  );

describe('a labelled picture', () => {
  it('is stored sealed among the artefacts, and is read by its own hash', async () => {
    const sha256 = await label('zoe', bytes('of zoe'));
    const files = await artifacts.list('pictures/');
    expect(files).toHaveLength(1);
    expect((await artifacts.get(files[0]!)).includes('picture of zoe')).toBe(false);
    expect(await pictures.get(sha256)).toEqual(bytes('of zoe'));
    await artifacts.put(files[0]!, (await vault().sealer('zoe')).seal('labelled-picture', bytes('another')));
    await expect(pictures.get(sha256)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
  });

  it('that was never stored is not found', async () => {
    await expect(pictures.get('0'.repeat(64))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an erasure', () => {
  it('removes the pictures of the subject, and names the models that learned from them', async () => {
    const mine = await label('ada', bytes('one'));
    await label('ada', bytes('two'));
    const others = await label('bob', bytes('three'));
    const champion = await train(1, 'champion');
    await label('ada', bytes('four'));
    const later = await train(2);
    expect(await erasures.view('shop', 'ada')).toMatchObject({ holdings: [{ kind: 'labelled-picture', count: 3 }] });

    const erasure = await erasures.request({ vertical: 'shop', subjectId: 'ada', reason: 'asked for' }, 'Grace');
    expect(erasure).toMatchObject({ requestedBy: 'Grace', report: null });
    await expect(pictures.get(mine)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    await answer();
    const { report } = await erasures.get(erasure.id);
    expect(report).toMatchObject({
      erased: [{ kind: 'labelled-picture', count: 3 }],
      models: [
        { versionId: later, number: 2, examples: 3, answersAs: null },
        { versionId: champion, number: 1, examples: 2, answersAs: 'champion' },
      ],
    });
    await expect(pictures.get(mine)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    expect(await pictures.get(others)).toEqual(bytes('three'));
    expect(await erasures.view('shop', 'ada')).toMatchObject({
      since: null,
      holdings: [],
      erasure: { report: { erased: expect.any(Array) as unknown } },
    });
  });

  it('may be asked for and told again: nothing is found any more, and the models stay named', async () => {
    const { id } = await erasures.request({ vertical: 'shop', subjectId: 'ada', reason: 'to be sure' }, 'Grace');
    await answer();
    await answer();
    const { report } = await erasures.get(id);
    expect(report?.erased).toEqual([{ kind: 'labelled-picture', count: 0 }]);
    expect(report?.models).toHaveLength(2);
    expect((await erasures.list()).map(({ reason }) => reason)).toEqual(['to be sure', 'asked for']);
  });

  it('keeps the same picture of another subject', async () => {
    const sha256 = await label('carol', bytes('twins'));
    await label('dora', bytes('twins'));
    await erasures.request({ vertical: 'shop', subjectId: 'carol', reason: 'asked for' }, 'Grace');
    await answer();
    expect(await pictures.get(sha256)).toEqual(bytes('twins'));
    await erasures.request({ vertical: 'shop', subjectId: 'dora', reason: 'asked for' }, 'Grace');
    await answer();
    await expect(pictures.get(sha256)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
  });

  it('of an unknown subject is recorded, and reports nothing', async () => {
    const { id, subjectHash } = await erasures.request(
      { vertical: 'shop', subjectId: 'eve', reason: 'asked' },
      'Grace',
    );
    await answer();
    expect((await erasures.get(id)).report).toMatchObject({ erased: [{ count: 0 }], models: [] });
    expect(subjectHash).not.toContain('eve');
  });

  it('in one vertical leaves the subject in the others', async () => {
    const clinic = new LabelledPictures(database, artifacts, new SubjectVault(keys, 'clinic'));
    const sha256 = await clinic.put(bytes('scan'), await new SubjectVault(keys, 'clinic').sealer('frida'));
    await erasures.request({ vertical: 'shop', subjectId: 'frida', reason: 'asked for' }, 'Grace');
    await answer();
    expect(await clinic.get(sha256)).toEqual(bytes('scan'));
  });
});
