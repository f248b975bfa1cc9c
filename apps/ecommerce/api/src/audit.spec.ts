import { type AuditEntry } from '@lintel/contracts';
import { startTestApi, picture, type TestApi } from './testing/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

/** Entries that were added during the work, oldest first. */
async function writtenBy(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const { audit } = api.models.platform;
  const before = (await audit.page({ limit: 1 })).items[0]?.sequence ?? 0;
  await work();
  const { items } = await audit.page({ limit: 200 });
  return items.filter(({ sequence }) => sequence > before).reverse();
}

it('the audit trail names who made, saw, changed or deleted a recognition, and nothing of its content', async () => {
  const { name, bytes } = await picture('red');
  let id = '';
  const written = await writtenBy(async () => {
    id = (await api.recognise({ name: `zoe-${name}`, bytes }))[0]!.id;
    await api.get('/v1/recognitions');
    await api.get(`/v1/recognitions/${id}`);
    await api.get(`/v1/recognitions/${id}/thumbnail`);
    await api.get(`/v1/recognitions/${id}/heat-map`);
    await api.put(`/v1/recognitions/${id}/verdict`, { className: 'blue' });
    await api.delete(`/v1/recognitions/${id}/verdict`);
    await api.delete(`/v1/recognitions/${id}`);
    await api.post(`/v1/recognitions/${id}/restore`);
  });
  const subject = { kind: 'recognition', id };
  expect(written.map(({ action, subject: of }) => [action, of])).toEqual([
    ['recognition.made', null],
    ['recognitions.listed', null],
    ['recognition.viewed', subject],
    ['recognition.viewed', subject],
    ['recognition.viewed', subject],
    ['verdict.given', subject],
    ['verdict.withdrawn', subject],
    ['recognition.deleted', subject],
    ['recognition.restored', subject],
  ]);
  expect(written[0]!.details).toEqual({ pictures: 1 });
  expect(written[5]!.details).toEqual({ className: 'blue' });
  expect(new Set(written.map(({ vertical, actor }) => `${vertical} ${actor.name}`))).toEqual(
    new Set(['ecommerce Ada']),
  );
  expect(JSON.stringify(written)).not.toContain('zoe');
});

it('a refused request is in the audit trail as well', async () => {
  const headers = await api.models.signIn({ name: 'Eve', grants: [] });
  const written = await writtenBy(() => fetch(`${api.url()}/v1/recognitions`, { headers }));
  expect(written).toMatchObject([
    { action: 'recognitions.listed', outcome: 'refused', actor: { name: 'Eve' }, details: { status: 403 } },
  ]);
});

it('inference requests of programs are not in the audit trail', async () => {
  const infer = () => api.post('/v2/models/ecommerce.product-recogniser/infer', '{}');
  expect(await writtenBy(infer)).toEqual([]);
});
