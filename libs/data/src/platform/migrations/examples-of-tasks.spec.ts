import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { createDatabase, runMigrations } from '../../database/database';
import { FolderArtifactStore } from '../../artifacts/folder-artifact-store';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { contentHashOf, type DatasetContent } from '../../datasets/dataset-content';
import { DatasetVersions } from '../../datasets/dataset-versions';
import { Labels } from '../../datasets/labels';
import { findModel } from '../../registry/registered-models';
import { openPlatformDatabase } from '../platform-database';
import { CreatePlatform1796041000000 } from './1796041000000-create-platform';
import { RegistryOfTasks1796068000000 } from './1796068000000-registry-of-tasks';

const NAME = 'shop.goods';

describe('the examples of tasks', () => {
  let postgres: TestPostgres;
  const artifacts = new FolderArtifactStore(temporaryFolder());

  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  it('keep labels, dataset versions and their lists from before labels said what their task asks for', async () => {
    const migrations = [CreatePlatform1796041000000, RegistryOfTasks1796068000000];
    const options = { schema: 'platform', entities: [], migrations, url: postgres.url };
    await runMigrations(options);
    const before = await createDatabase(options);
    await before.query(
      `INSERT INTO platform.model (name, vertical, title, gate_policy, loop_policy, task)
       VALUES ($1, 'shop', 'Goods', '{}', '{}', 'image-classification')`,
      [NAME],
    );
    const label = async (prediction: string, className: string | null): Promise<string> => {
      const id = randomUUID();
      await before.query(
        `INSERT INTO platform.label (id, model_name, prediction_id, picture_sha256, predicted_class, class_name, author,
           given_at, event_id) VALUES ($1::uuid, $2, $3, $4, 'Coat', $5, 'Ada', now(), $1::text)`,
        [id, NAME, prediction, prediction.repeat(64), className],
      );
      return id;
    };
    const labelId = await label('a', 'Bag');
    await label('b', 'Coat');
    await label('b', null);
    const base = { name: 'base', contentHash: 'c'.repeat(64), licence: 'MIT', source: 'here', stored: false };
    const content: DatasetContent = {
      base,
      split: { seed: 7, validation: 0.1, test: 0.2 },
      classNames: ['Coat', 'Bag'],
      items: [{ labelId, inputSha256: 'a'.repeat(64), target: { className: 'Bag' }, part: 'train' }],
    };
    const contentHash = contentHashOf(content);
    const items = [{ labelId, pictureSha256: 'a'.repeat(64), className: 'Bag', part: 'train' }];
    await artifacts.put(
      `datasets/${contentHash}.json`,
      Buffer.from(JSON.stringify({ formatVersion: 1, ...content, items })),
    );
    const id = randomUUID();
    await before.query(
      `INSERT INTO platform.dataset_version (id, model_name, number, content_hash, test_set_hash, class_names, counts,
         base, labels, up_to_label, split, created_by)
       VALUES ($1, $2, 1, $3, 'hash', $4, $5, $6, 1, 1, $7, 'Ada')`,
      [
        id,
        NAME,
        contentHash,
        JSON.stringify(content.classNames),
        { train: { Coat: 4, Bag: 3 }, validation: {}, test: { Bag: 2 } },
        base,
        content.split,
      ],
    );
    await before.destroy();

    const database = await openPlatformDatabase(postgres.url);
    const labels = new Labels(database);
    expect(await labels.newest(NAME)).toMatchObject([
      {
        ...{ id: labelId, task: 'image-classification', inputSha256: 'a'.repeat(64) },
        ...{ predicted: { className: 'Coat' }, target: { className: 'Bag' } },
      },
    ]);
    expect((await labels.list(NAME, { limit: 5 })).items.map(({ target }) => target)).toEqual([
      null,
      { className: 'Coat' },
      { className: 'Bag' },
    ]);
    const versions = new DatasetVersions(database, artifacts);
    expect(await versions.get(id)).toMatchObject({
      task: 'image-classification',
      examples: { train: 7, validation: 0, test: 2 },
      counts: { train: { Coat: 4, Bag: 3 } },
    });
    expect(await versions.items(id)).toEqual(content.items);
    expect((await findModel(database, NAME)).newLabels).toBe(0);
    // What is registered is still immutable.
    for (const table of ['dataset_version', 'label']) {
      const change = table === 'label' ? "author = 'Eve'" : 'labels = 0';
      await expect(database.query(`UPDATE platform.${table} SET ${change}`)).rejects.toThrow(/never changed/);
    }
    await database.destroy();
  });
});
