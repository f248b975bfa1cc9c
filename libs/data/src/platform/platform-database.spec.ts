import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { openPlatformDatabase } from './platform-database';

describe('platform database', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  it('is created once, also when opened concurrently', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => openPlatformDatabase(postgres.url, { poolSize: 2 })));
    const found: { name: string }[] = await opened[0]!.query('SELECT name FROM platform.migrations');
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
    await Promise.all(opened.map((database) => database.destroy()));
  });

  it('never changes what is registered', async () => {
    const database = await openPlatformDatabase(postgres.url);
    const id = randomUUID();
    await database.query(
      `INSERT INTO platform.label (id, model_name, prediction_id, input_sha256, task, predicted, target, author, given_at, event_id)
       VALUES ($1, 'shop.goods', '1', 'a', 'image-classification', '{"className": "Coat"}', NULL, 'Ada', now(), 'e1')`,
      [id],
    );
    const change = database.query("UPDATE platform.label SET author = 'Eve' WHERE id = $1", [id]);
    await expect(change).rejects.toThrow('what is registered is never changed');
    await expect(database.query('DELETE FROM platform.label')).rejects.toThrow('never changed');
    await database.destroy();
  });
});
