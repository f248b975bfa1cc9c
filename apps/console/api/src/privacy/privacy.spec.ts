import { subjectErased, type Erasure, type SubjectView } from '@lintel/contracts';
import { SubjectKeys, SubjectVault } from '@lintel/data';
import { encodeEvent, openEventStream, readTopic, type EventStream } from '@lintel/streams';
import { dataKeysOf } from '@lintel/service';
import { eventually, startTestConsole, type TestConsole } from '../testing/test-console';

const SUBJECT = 'customer-4711';

let api: TestConsole;
let stream: EventStream;
let vault: SubjectVault;
beforeAll(async () => {
  api = await startTestConsole();
  stream = openEventStream({ databaseUrl: api.postgres.url });
  const { platform, environment } = api.models;
  vault = new SubjectVault(new SubjectKeys(platform.database, dataKeysOf(environment), { cacheMs: 0 }), 'shop');
});
afterAll(async () => {
  await stream.close();
  await api.stop();
});

const erase = (body: object): Promise<Erasure> => api.send<Erasure>('POST', '/v1/privacy/erasures', body);
const request = { vertical: 'shop', subjectId: SUBJECT, reason: 'asked for' };

describe('an erasure request', () => {
  it("ends all reading at once, is sent to the vertical without the subject's id, and keeps the report", async () => {
    const sealed = (await vault.sealer(SUBJECT)).seal('row.name', Buffer.from('a name'));
    const path = `/v1/privacy/subjects?vertical=shop&subjectId=${SUBJECT}`;
    expect((await api.get<SubjectView>(path)).since).not.toBeNull();

    const erasure = await erase(request);
    expect(erasure).toMatchObject({ vertical: 'shop', reason: 'asked for', report: null });
    expect(JSON.stringify(erasure)).not.toContain(SUBJECT);
    await expect(vault.open('row.name', sealed)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    expect(await api.get<SubjectView>(path)).toMatchObject({ since: null, erasedAt: expect.any(String) as string });

    const told: string[] = [];
    await eventually(async () => {
      await readTopic(
        stream,
        { topic: 'platform.subject-erasure-requested', group: `reader-${told.length}` },
        (record) => {
          told.push(record.value?.toString() ?? '');
          return Promise.resolve(true);
        },
      );
      return told.length > 0;
    });
    expect(told[0]).toContain(erasure.id);
    expect(told[0]).not.toContain(SUBJECT);

    const report = { erasedAt: new Date().toISOString(), erased: [{ kind: 'row', count: 2 }], models: [] };
    const answer = encodeEvent(subjectErased, { erasureId: erasure.id, vertical: 'shop', report }, { source: '/shop' });
    await stream.publish([{ topic: subjectErased.topic, ...answer }]);
    const kept = await eventually(async () => {
      const found = await api.get<Erasure>(`/v1/privacy/erasures/${erasure.id}`);
      return found.report !== null && found;
    });
    expect(kept.report).toEqual(report);
    const { items } = await api.get<{ items: Erasure[] }>('/v1/privacy/erasures');
    expect(items.map(({ id }) => id)).toEqual([erasure.id]);
  });

  it('requires a subject, a vertical and a reason', async () => {
    for (const change of [
      { subjectId: '' },
      { subjectId: 'x'.repeat(201) },
      { vertical: 'No Vertical' },
      { reason: ' ' },
    ]) {
      const problem = await api.refused(400, 'POST', '/v1/privacy/erasures', { ...request, ...change });
      expect(JSON.stringify(problem)).not.toContain('xxx');
    }
    await api.refused(404, 'GET', '/v1/privacy/erasures/00000000-0000-4000-8000-000000000000');
  });

  it('requires the permission in the vertical, and shows only its erasures', async () => {
    const reviewer = await api.as({ grants: [{ vertical: 'shop', role: 'reviewer' }] });
    await reviewer.refused(403, 'POST', '/v1/privacy/erasures', request);
    const clinic = await api.as({ grants: [{ vertical: 'clinic', role: 'admin' }] });
    await clinic.refused(403, 'POST', '/v1/privacy/erasures', request);
    await clinic.refused(403, 'GET', `/v1/privacy/subjects?vertical=shop&subjectId=${SUBJECT}`);
    expect(await clinic.get('/v1/privacy/erasures')).toEqual({ items: [] });
    await clinic.send('POST', '/v1/privacy/erasures', { ...request, vertical: 'clinic' });
    expect((await clinic.get<{ items: Erasure[] }>('/v1/privacy/erasures')).items).toHaveLength(1);
  });
});
