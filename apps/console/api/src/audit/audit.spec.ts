import { type AuditEntry, type AuditVerification } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { rm } from 'node:fs/promises';
import { signInPerson } from '../testing/sign-in-person';
import { startTestConsole, type TestConsole } from '../testing/test-console';

const MODEL = 'shop.colours';
let console_: TestConsole;
beforeAll(async () => {
  console_ = await startTestConsole();
  const folder = await writeColourModel();
  await console_.models.serve(MODEL, folder);
  await rm(folder, { recursive: true });
});
afterAll(() => console_.stop());

interface Page {
  readonly items: AuditEntry[];
  readonly nextCursor: string | null;
}
const page = (query = ''): Promise<Page> => console_.get(`/v1/audit?${query}`);

describe('the audit trail', () => {
  it('says who changed what, when and why, in every vertical that the reader may see', async () => {
    const job = await console_.send<{ id: string }>('POST', '/v1/jobs', {
      kind: 'train',
      modelName: MODEL,
      parameters: {},
    });
    await console_.send('POST', `/v1/jobs/${job.id}/cancel`);
    await console_.refused(409, 'POST', `/v1/models/${MODEL}/roll-back`, { reason: 'It was wrong.' });
    const { items } = await page(`vertical=shop`);
    expect(items).toMatchObject([
      { action: 'model.rolled-back', outcome: 'refused', reason: 'It was wrong.', subject: { id: MODEL } },
      { action: 'job.cancelled', outcome: 'done', subject: { kind: 'job', id: job.id } },
      { action: 'job.requested', subject: { kind: 'job', id: job.id }, details: { kind: 'train', modelName: MODEL } },
    ]);
    expect(items[0]!.actor).toMatchObject({ kind: 'machine', name: 'Ada' });
    const shop = await console_.as({ name: 'Grace', grants: [{ vertical: 'shop', role: 'reviewer' }] });
    expect((await shop.get<Page>('/v1/audit')).items.map(({ vertical }) => vertical)).toEqual(['shop', 'shop', 'shop']);
    const clinic = await console_.as({ name: 'Kay', grants: [{ vertical: 'clinic', role: 'reviewer' }] });
    expect(await clinic.get('/v1/audit')).toEqual({ items: [], nextCursor: null });
    await (await console_.as({ grants: [{ vertical: 'shop', role: 'operator' }] })).refused(403, 'GET', '/v1/audit');
  });

  it('contains sign-ins, refused ones, and changed passwords; never a password', async () => {
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const { id } = await signInPerson(console_, { name: 'Lise', grants: [] });
    for (const signInName of ['lise', 'a-typed-password']) {
      const body = JSON.stringify({ signInName, password: 'not the password' });
      expect((await fetch(`${console_.url}/v1/session`, { method: 'POST', headers, body })).status).toBe(401);
    }
    const { items } = await page('limit=4');
    expect(items).toMatchObject([
      { action: 'session.refused', outcome: 'refused', actor: { kind: 'anonymous' }, subject: null },
      { action: 'session.refused', outcome: 'refused', subject: { kind: 'account', id }, vertical: 'platform' },
      { action: 'password.changed', actor: { kind: 'person', id }, vertical: 'platform' },
      { action: 'session.opened', outcome: 'done', actor: { kind: 'person', id, name: 'Lise' } },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/typed-password|not the password|long enough/);
  });

  it('records which permissions were granted, and no key', async () => {
    const grants = [{ vertical: 'shop', role: 'viewer' }];
    const { key } = await console_.send<{ key: string }>('POST', '/v1/api-keys', {
      name: 'robot',
      grants,
      scopes: ['models:read'],
    });
    const { items } = await page('action=api-key');
    expect(items).toMatchObject([{ action: 'api-key.created', details: { name: 'robot', grants } }]);
    // The secret may contain underscores, too.
    const secret = key.split('_').slice(2).join('_');
    expect(secret).toHaveLength(43);
    expect(JSON.stringify(items)).not.toContain(secret);
  });

  it('is read page by page', async () => {
    const whole = (await page('limit=200')).items;
    const first = await page('limit=2');
    const rest = await page(`limit=200&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toEqual(whole);
    await console_.refused(400, 'GET', '/v1/audit?cursor=x');
  });

  it('is verified completely by a person who may see all of it, and names the first row that was changed', async () => {
    const intact = await console_.get<AuditVerification>('/v1/audit/verification');
    expect(intact).toMatchObject({ intact: true, head: { sequence: intact.entries } });
    expect((await page('limit=1')).items).toMatchObject([{ action: 'audit.verified', details: { intact: true } }]);
    const shop = await console_.as({ name: 'Grace', grants: [{ vertical: 'shop', role: 'admin' }] });
    await shop.refused(403, 'GET', '/v1/audit/verification');
    const { database } = console_.models.platform;
    await database.query('ALTER TABLE platform.audit_entry DISABLE TRIGGER ALL');
    await database.query("UPDATE platform.audit_entry SET actor_name = 'Eve' WHERE sequence = 2");
    await database.query('ALTER TABLE platform.audit_entry ENABLE TRIGGER ALL');
    expect(await console_.get('/v1/audit/verification')).toMatchObject({ intact: false, broken: { sequence: 2 } });
  });
});
