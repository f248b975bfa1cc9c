import { runRetention } from '@lintel/data';
import { openSubjectData } from '@lintel/service';
import { openOriginal } from '../recognition/original-pictures';
import { picture, startTestApi, type TestApi } from '../testing/test-api';
import { retentionRules } from './retention-rules';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const run = (keptDays?: number) =>
  runRetention({
    database: api.models.platform.database,
    vertical: 'ecommerce',
    rules: retentionRules,
    keptDays,
    signal: new AbortController().signal,
  });
const age = (id: string, column: string, days: number): Promise<unknown> =>
  api.models.platform.database.query(
    `UPDATE ecommerce.recognition SET ${column} = now() - $2 * interval '1 day' WHERE id = $1`,
    [id, days],
  );
const restored = async (id: string): Promise<number> => (await api.post(`/v1/recognitions/${id}/restore`)).status;

it('a deletion can be undone for 30 days, then nothing of the recognition is left', async () => {
  const [recent, old] = await api.recognise(await picture('red'), await picture('blue'));
  for (const { id } of [recent!, old!]) await api.delete(`/v1/recognitions/${id}`);
  await age(recent!.id, 'deleted_at', 29);
  await age(old!.id, 'deleted_at', 31);
  const { database } = api.models.platform;
  await database.query(
    `INSERT INTO ecommerce.reassessment (recognition_id, model_version_id, class_name, probability, unsure)
     VALUES ($1, $1, 'red', 1, false)`,
    [old!.id],
  );
  expect(await run()).toEqual([
    { what: 'deleted recognitions', removed: 1, keptDays: 30 },
    { what: 'pictures as received', removed: 0, keptDays: 30 },
    { what: 'recognitions', removed: 0, keptDays: null },
  ]);
  expect([await restored(recent!.id), await restored(old!.id)]).toEqual([200, 404]);
  expect(await database.query('SELECT 1 FROM ecommerce.reassessment')).toEqual([]);
  const originals = 'SELECT recognition_id AS id FROM ecommerce.original_picture';
  expect(await database.query(originals)).toEqual([{ id: recent!.id }]);
});

it('an original picture is kept for 30 days; a verdict after that keeps its thumbnail', async () => {
  const received = await picture('red', 400, 300);
  const [kept] = await api.recognise(received);
  const { database } = api.models.platform;
  const ageTo = (days: number): Promise<unknown> =>
    database.query(
      `UPDATE ecommerce.original_picture SET received_at = now() - $2 * interval '1 day' WHERE recognition_id = $1`,
      [kept!.id, days],
    );
  const { vault } = await openSubjectData('ecommerce', api.models.platform, api.config);
  await ageTo(29);
  await run();
  expect((await openOriginal(database, vault, kept!.id))!.equals(received.bytes)).toBe(true);
  await ageTo(31);
  await run();
  expect(await openOriginal(database, vault, kept!.id)).toBeNull();
  const verdict = await api.put(`/v1/recognitions/${kept!.id}/verdict`, { className: 'blue' });
  expect(verdict.status).toBe(200);
  expect((await api.get(`/v1/recognitions/${kept!.id}/thumbnail`)).status).toBe(200);
});

it('a recognition is kept for ever, or for as long as the operator configures', async () => {
  const [kept] = await api.recognise(await picture('green'));
  await age(kept!.id, 'created_at', 100);
  await run();
  expect((await api.get(`/v1/recognitions/${kept!.id}`)).status).toBe(200);
  await run(120);
  expect((await api.get(`/v1/recognitions/${kept!.id}`)).status).toBe(200);
  await run(90);
  expect((await api.get(`/v1/recognitions/${kept!.id}`)).status).toBe(404);
});
