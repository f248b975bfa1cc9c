import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { createDatabase, runMigrations } from '../../database/database';
import { JobQueue } from '../../jobs/job-queue';
import { findModel } from '../../registry/registered-models';
import { openPlatformDatabase } from '../platform-database';
import { CreatePlatform1796041000000 } from './1796041000000-create-platform';
import { ExamplesOfTasks1796069000000 } from './1796069000000-examples-of-tasks';
import { RegistryOfTasks1796068000000 } from './1796068000000-registry-of-tasks';

const NAME = 'shop.goods';
const DESCRIPTION = {
  intendedUse: 'Goods.',
  limits: [],
  translations: { 'zh-CN': { title: '商品', intendedUse: '识别商品。', limits: [], classNames: { Bag: '包' } } },
  training: { architecture: 'two-conv', architectures: ['two-conv'], seed: 7 },
};
const PROGRESS = { stage: 'train', share: 0.5, epoch: 2, epochs: 4, loss: 0.3, imagesPerSecond: 90, secondsLeft: 8 };
const EPOCH = { trainLoss: 0.5, validationLoss: null, learningRate: 0.001, imagesPerSecond: 90, seconds: 2 };

describe('the progress of tasks', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  it('keeps jobs and names from when every training reported an accuracy', async () => {
    const migrations = [CreatePlatform1796041000000, RegistryOfTasks1796068000000, ExamplesOfTasks1796069000000];
    const options = { schema: 'platform', entities: [], migrations, url: postgres.url };
    await runMigrations(options);
    const before = await createDatabase(options);
    await before.query(
      `INSERT INTO platform.model (name, vertical, title, gate_policy, loop_policy, task, description)
       VALUES ($1, 'shop', 'Goods', '{}', '{}', 'image-classification', $2), ('shop.other', 'shop', 'Other', '{}', '{}',
         'image-classification', NULL)`,
      [NAME, DESCRIPTION],
    );
    const job = async (progress: object | null, curve: readonly object[]): Promise<string> => {
      const id = randomUUID();
      await before.query(
        `INSERT INTO platform.job (id, kind, vertical, model_name, parameters, status, max_attempts, limits, requested_by, reason,
           progress, curve)
         VALUES ($1, 'train', 'shop', $2, '{}', 'queued', 1, '{"memoryMiB":512,"cores":1,"seconds":60}', 'Ada', 'person', $3, $4)`,
        [id, NAME, progress, JSON.stringify(curve)],
      );
      return id;
    };
    const trained = await job({ ...PROGRESS, accuracy: 0.75 }, [
      { ...EPOCH, epoch: 1, trainAccuracy: 0.5, validationAccuracy: 0.25 },
      { ...EPOCH, epoch: 2, trainAccuracy: 0.75, validationAccuracy: null },
    ]);
    const preparing = await job({ ...PROGRESS, loss: null, accuracy: null }, []);
    const waiting = await job(null, []);
    await before.destroy();

    const database = await openPlatformDatabase(postgres.url);
    const queue = await JobQueue.open(database, postgres.url);
    const { progress, curve } = await queue.get(trained);
    const figure = { key: 'accuracy', unit: 'share' };
    expect(progress).toEqual({ ...PROGRESS, figures: [{ ...figure, value: 0.75 }] });
    expect(curve).toEqual([
      { ...EPOCH, epoch: 1, figures: [{ ...figure, train: 0.5, validation: 0.25 }] },
      { ...EPOCH, epoch: 2, figures: [{ ...figure, train: 0.75, validation: null }] },
    ]);
    expect((await queue.get(preparing)).progress).toEqual({ ...PROGRESS, loss: null, figures: [] });
    expect(await queue.get(waiting)).toMatchObject({ progress: null, curve: [] });
    // No row keeps the earlier form, which only the contract would read.
    const [{ earlier }] = await database.query<[{ earlier: string }]>(
      `SELECT count(*) AS earlier FROM platform.job WHERE progress ? 'accuracy' OR curve::text LIKE '%trainAccuracy%'`,
    );
    expect(Number(earlier)).toBe(0);
    expect((await findModel(database, NAME)).description?.translations['zh-CN']?.names).toEqual({ Bag: '包' });
    expect((await findModel(database, 'shop.other')).description).toBeNull();
    await database.destroy();
  });
});
