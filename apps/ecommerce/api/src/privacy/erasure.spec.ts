import { Erasures, SubjectKeys, type SubjectVault } from '@lintel/data';
import { dataKeysOf, openSubjectData } from '@lintel/service';
import { type RecogniseResponse } from '@lintel/ecommerce-contract';
import { z } from 'zod';
import { eventually } from '../testing/live-reader';
import { formOf, picture, problemIn, startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;
let erasures: Erasures;
let vault: SubjectVault;
beforeAll(async () => {
  api = await startTestApi();
  const { platform } = api.models;
  // Does what the console does, which knows nothing about the vertical's tables.
  erasures = new Erasures(platform.database, new SubjectKeys(platform.database, dataKeysOf(api.config)));
  ({ vault } = await openSubjectData('ecommerce', platform, api.config));
});
afterAll(() => api.stop());

/** @returns the id of a recognition of the subject */
async function recogniseOf(subjectId: string, way: 'form' | 'header' = 'form'): Promise<string> {
  const form = formOf(await picture('red'));
  if (way === 'form') form.append('subjectId', subjectId);
  const response = await api.post('/v1/recognitions', form, way === 'header' ? { 'x-subject-id': subjectId } : {});
  const [outcome] = ((await response.json()) as RecogniseResponse).outcomes;
  if (outcome?.status !== 'recognised') throw new Error('not recognised');
  return outcome.recognition.id;
}
const erase = async (subjectId: string) => {
  const request = { vertical: 'ecommerce', subjectId, reason: 'asked for' };
  const { id } = await erasures.request(request, 'Grace');
  await eventually(async () => (await erasures.get(id)).report !== null || (await recorded(id)));
  return erasures.get(id);
};

/** Replaces the console, which stores the vertical's reports. */
async function recorded(id: string): Promise<boolean> {
  const rows = z
    .array(z.object({ value: z.instanceof(Buffer) }))
    .parse(
      await api.models.platform.database.query(
        "SELECT value FROM streams.record WHERE topic = 'platform.subject-erased'",
      ),
    );
  const events = rows.map(({ value }) => JSON.parse(value.toString()) as { erasureId: string; report: never });
  const ours = events.find(({ erasureId }) => erasureId === id);
  if (ours === undefined) return false;
  await api.models.platform.database.transaction((transaction) =>
    erasures.record({ ...ours, vertical: 'ecommerce' }, transaction),
  );
  return true;
}

describe('the picture of a subject', () => {
  it('is encrypted in the database, and unchanged for those who may see it', async () => {
    const id = await recogniseOf('customer-1');
    const [row] = z
      .array(z.record(z.string(), z.unknown()))
      .parse(await api.models.platform.database.query('SELECT * FROM ecommerce.recognition WHERE id = $1', [id]));
    expect(row).toMatchObject({ subject_key_id: expect.any(String) as string });
    expect(await (await api.get(`/v1/recognitions/${id}`)).json()).toMatchObject({ fileName: 'red.png' });
    const thumbnail = Buffer.from(await (await api.get(`/v1/recognitions/${id}/thumbnail`)).arrayBuffer());
    expect(thumbnail.subarray(8, 12).toString()).toBe('WEBP');
    expect((row!['thumbnail_sealed'] as Buffer).includes(thumbnail.subarray(20, 60))).toBe(false);
  });

  it('belongs to the subject in the form or the header, or else to the sender', async () => {
    const [sender] = await api.recognise(await picture('blue'));
    const keyOf = async (id: string): Promise<unknown> => {
      const rows = await api.models.platform.database.query<{ subject_key_id: string }[]>(
        'SELECT subject_key_id FROM ecommerce.recognition WHERE id = $1',
        [id],
      );
      return rows[0]!.subject_key_id;
    };
    const form = await keyOf(await recogniseOf('customer-2'));
    expect(await keyOf(await recogniseOf('customer-2', 'header'))).toBe(form);
    expect(form).toBe((await vault.sealer('customer-2')).keyId);
    expect(await keyOf(sender!.id)).not.toBe(form);
  });

  it('is rejected if its subject id is invalid, and the id is not repeated', async () => {
    const form = formOf(await picture('red'));
    form.append('subjectId', 'x'.repeat(201));
    const response = await api.post('/v1/recognitions', form);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await problemIn(response))).not.toContain('xxx');
  });
});

describe('an erasure', () => {
  it('deletes every recognition of the subject, including those in the bin, with labelled pictures, and nothing of others', async () => {
    const [first, second] = [await recogniseOf('customer-3'), await recogniseOf('customer-3', 'header')];
    const other = await recogniseOf('customer-4');
    await api.put(`/v1/recognitions/${first}/verdict`, { className: 'blue' });
    await api.delete(`/v1/recognitions/${second}`);
    expect(await erasures.view('ecommerce', 'customer-3')).toMatchObject({
      holdings: [
        { kind: 'recognition', count: 2 },
        { kind: 'labelled-picture', count: 1 },
      ],
    });

    const { report } = await erase('customer-3');
    expect(report).toMatchObject({
      erased: [
        { kind: 'recognition', count: 2 },
        { kind: 'labelled-picture', count: 1 },
      ],
      models: [],
    });
    for (const id of [first, second]) expect((await api.get(`/v1/recognitions/${id}`)).status).toBe(404);
    expect((await api.post(`/v1/recognitions/${second}/restore`)).status).toBe(404);
    expect(await (await api.get(`/v1/recognitions/${other}`)).json()).toMatchObject({ fileName: 'red.png' });
    expect(await erasures.view('ecommerce', 'customer-3')).toMatchObject({ since: null, holdings: [] });
  });

  it('does not prevent new data of a subject who comes back later', async () => {
    await recogniseOf('customer-5');
    await erase('customer-5');
    // Another process may cache the old key for a moment; the vertical that erased has dropped it.
    const again = await recogniseOf('customer-5');
    expect(await (await api.get(`/v1/recognitions/${again}`)).json()).toMatchObject({ fileName: 'red.png' });
  });

  it('whose key is destroyed before the rows are deleted shows no name, and says that the picture was erased', async () => {
    const id = await recogniseOf('customer-6');
    const keys = new SubjectKeys(api.models.platform.database, dataKeysOf(api.config));
    await keys.destroy('ecommerce', 'customer-6', () => Promise.resolve());
    await api.restart();
    expect(await (await api.get(`/v1/recognitions/${id}`)).json()).toMatchObject({ fileName: '(erased)' });
    const response = await api.get(`/v1/recognitions/${id}/thumbnail`);
    expect([response.status, (await problemIn(response)).code]).toEqual([410, 'SUBJECT_ERASED']);
    expect((await api.put(`/v1/recognitions/${id}/verdict`, { className: 'blue' })).status).toBe(410);
    expect((await api.page()).items.map(({ fileName }) => fileName)).toContain('(erased)');
  });
});
