import { binPageSchema, type DeletedRecognition } from '@lintel/ecommerce-contract';
import { picture, problemIn, startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => api.delete('/v1/recognitions/bin'));
afterAll(() => api.stop());

const bin = async (query = '') => binPageSchema.parse(await (await api.get(`/v1/recognitions/bin${query}`)).json());
const idsOf = (items: readonly DeletedRecognition[]): string[] => items.map(({ id }) => id);

/** Recognises pictures and deletes them, one after another. */
async function deleted(...colours: string[]): Promise<string[]> {
  const recognitions = await api.recognise(...(await Promise.all(colours.map((colour) => picture(colour)))));
  for (const { id } of recognitions) await api.delete(`/v1/recognitions/${id}`);
  return recognitions.map(({ id }) => id);
}

describe('the bin', () => {
  it('lists what was deleted, the last one first, page by page, with the day until which it is kept', async () => {
    const ids = await deleted('red', 'green', 'blue');
    const first = await bin('?limit=2');
    expect(idsOf(first.items)).toEqual([ids[2], ids[1]]);
    expect(first.total).toBe(3);
    const second = await bin(`?limit=2&cursor=${first.nextCursor}`);
    expect(idsOf(second.items)).toEqual([ids[0]]);
    expect(second.nextCursor).toBeNull();
    const [{ deletedAt, keptUntil, fileName }] = first.items as [DeletedRecognition];
    expect(fileName).toBe('blue.png');
    expect(Date.parse(keptUntil) - Date.parse(deletedAt)).toBe(30 * 24 * 3_600_000);
  });

  it('shows the picture of a deleted recognition, which the history no longer shows', async () => {
    const [id] = await deleted('red');
    expect((await api.get(`/v1/recognitions/${id}/thumbnail`)).status).toBe(404);
    const thumbnail = await api.get(`/v1/recognitions/bin/${id}/thumbnail`);
    expect(thumbnail.headers.get('content-type')).toBe('image/webp');
    const [kept] = await api.recognise(await picture('green'));
    expect((await api.get(`/v1/recognitions/bin/${kept!.id}/thumbnail`)).status).toBe(404);
  });

  it('restores a recognition with its verdict', async () => {
    const [recognition] = await api.recognise(await picture('red'));
    await api.put(`/v1/recognitions/${recognition!.id}/verdict`, { className: 'blue' });
    await api.delete(`/v1/recognitions/${recognition!.id}`);
    expect((await api.post(`/v1/recognitions/${recognition!.id}/restore`)).status).toBe(200);
    expect((await bin()).total).toBe(0);
    const restored: unknown = await (await api.get(`/v1/recognitions/${recognition!.id}`)).json();
    expect(restored).toMatchObject({ verdict: { className: 'blue' } });
  });

  it('removes one permanently on request, and never one that was not deleted before', async () => {
    const [id, other] = await deleted('red', 'green');
    const [kept] = await api.recognise(await picture('blue'));
    expect((await api.delete(`/v1/recognitions/bin/${id}`)).status).toBe(204);
    expect((await api.post(`/v1/recognitions/${id}/restore`)).status).toBe(404);
    expect((await api.delete(`/v1/recognitions/bin/${kept!.id}`)).status).toBe(404);
    expect((await api.get(`/v1/recognitions/${kept!.id}`)).status).toBe(200);
    expect(idsOf((await bin()).items)).toEqual([other]);
  });

  it('is emptied at once, and nothing of the history is removed', async () => {
    await deleted('red', 'green');
    const [kept] = await api.recognise(await picture('blue'));
    const answer: unknown = await (await api.delete('/v1/recognitions/bin')).json();
    expect(answer).toEqual({ removed: 2 });
    expect((await bin()).total).toBe(0);
    expect((await api.get(`/v1/recognitions/${kept!.id}`)).status).toBe(200);
    const { database } = api.models.platform;
    expect(await database.query('SELECT 1 FROM ecommerce.recognition WHERE deleted_at IS NOT NULL')).toEqual([]);
  });

  it('rejects a cursor that it did not issue', async () => {
    const response = await api.get('/v1/recognitions/bin?cursor=17');
    expect(response.status).toBe(400);
    expect((await problemIn(response)).detail).toContain('cursor');
  });

  it('is closed to people who may only see the history', async () => {
    const viewer = await api.models.signIn({ name: 'Eve', grants: [{ vertical: 'ecommerce', role: 'viewer' }] });
    for (const method of ['GET', 'DELETE']) {
      expect((await fetch(`${api.url()}/v1/recognitions/bin`, { method, headers: viewer })).status).toBe(403);
    }
  });
});
