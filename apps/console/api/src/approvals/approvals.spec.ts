import { type Promoted } from '@lintel/console-contract';
import {
  loopPolicySchema,
  type Approval,
  type AuditEntry,
  type GateReport,
  type ModelVersion,
} from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { rm } from 'node:fs/promises';
import { signInPerson, type TestPerson } from '../testing/sign-in-person';
import { startTestConsole, type TestConsole } from '../testing/test-console';

const MODEL = 'shop.colours';
let console_: TestConsole;
let ada: TestPerson;
let grace: TestPerson;
let first: ModelVersion;
let second: ModelVersion;

beforeAll(async () => {
  console_ = await startTestConsole();
  const folder = await writeColourModel();
  first = await console_.models.serve(MODEL, folder);
  second = await console_.models.register(MODEL, folder);
  await rm(folder, { recursive: true });
  const { registry } = console_.models.platform;
  const passed: GateReport = {
    passed: true,
    decidedAt: new Date().toISOString(),
    championId: first.id,
    gates: [],
    comparison: null,
  };
  await registry.recordGates(second.id, passed);
  await registry.setPolicies(MODEL, { loopPolicy: loopPolicySchema.parse({ twoPeople: true }) }, 'Ada');
  const reviewer = [{ vertical: 'shop', role: 'reviewer' as const }];
  ada = await signInPerson(console_, { name: 'Ada', grants: reviewer });
  grace = await signInPerson(console_, { name: 'Grace', grants: reviewer });
});
afterAll(() => console_.stop());

const waiting = async (person: TestPerson, state = 'waiting'): Promise<Approval[]> =>
  (await person.get<{ items: Approval[] }>(`/v1/approvals?state=${state}`)).items;
const champion = async (): Promise<string | null> => (await console_.models.platform.registry.aliases(MODEL)).champion;
const ask = (): Promise<Promoted> =>
  ada.send('POST', `/v1/models/${MODEL}/promote`, { versionId: second.id, reason: 'It is better.' });
const audit = async (query: string): Promise<AuditEntry[]> =>
  (await console_.get<{ items: AuditEntry[] }>(`/v1/audit?${query}`)).items;

describe('a promotion that requires two people', () => {
  it('changes nothing when requested, and waits for another person', async () => {
    const { approval, model } = await ask();
    expect(model.champion).toMatchObject({ number: 1 });
    expect(approval).toMatchObject({ state: 'waiting', requestedBy: { id: ada.id, name: 'Ada' }, vertical: 'shop' });
    expect(await waiting(grace)).toEqual([approval]);
    expect(await audit('action=promotion.requested')).toMatchObject([
      { actor: { name: 'Ada' }, subject: { kind: 'model', id: MODEL }, vertical: 'shop', reason: 'It is better.' },
    ]);
    await ada.refused(409, 'POST', `/v1/models/${MODEL}/promote`, { versionId: second.id });
  });

  it('cannot be approved by its requester, by a machine, or by a person of another vertical', async () => {
    const [{ id } = { id: '' }] = await waiting(ada);
    const approve = `/v1/approvals/${id}/approve`;
    expect((await ada.refused(403, 'POST', approve, {})).detail).toBe('You have asked for this yourself.');
    await console_.refused(403, 'POST', approve, {});
    const clinic = await signInPerson(console_, { name: 'Kay', grants: [{ vertical: 'clinic', role: 'admin' }] });
    expect((await clinic.refused(403, 'POST', approve, {})).code).toBe('NOT_PERMITTED');
    expect(await waiting(clinic)).toEqual([]);
    expect(await champion()).toBe(first.id);
    const refused = await audit('action=approval.approved&outcome=refused');
    expect(refused.map(({ actor }) => actor.kind)).toEqual(['person', 'machine', 'person']);
  });

  it('is done when another person approves; both are in the audit trail, with the action', async () => {
    const [asked] = await waiting(grace);
    const approve = `/v1/approvals/${asked!.id}/approve`;
    const approved = await grace.send<Approval>('POST', approve, { note: 'I have looked.' });
    expect(approved).toMatchObject({ state: 'approved', decidedBy: { name: 'Grace' }, note: 'I have looked.' });
    expect(await champion()).toBe(second.id);
    await grace.refused(409, 'POST', approve, {});
    expect(await audit(`subject=${MODEL}&actor=Grace`)).toMatchObject([
      { action: 'approval.approved', reason: 'I have looked.', details: { approval: asked!.id, state: 'approved' } },
      { action: 'model.promoted', reason: 'It is better.', details: { requestedBy: 'Ada' } },
    ]);
    expect(await waiting(ada)).toEqual([]);
    expect(await waiting(ada, 'all')).toHaveLength(1);
  });

  it('is not done if it is rejected; rolling back takes one person', async () => {
    await ada.send('POST', `/v1/models/${MODEL}/roll-back`, {});
    expect(await champion()).toBe(first.id);
    const { approval } = await ask();
    const rejected = await grace.send<Approval>('POST', `/v1/approvals/${approval!.id}/reject`, { note: 'Not yet.' });
    expect(rejected).toMatchObject({ state: 'rejected', note: 'Not yet.' });
    expect(await champion()).toBe(first.id);
  });

  it('ends as failed if it can no longer be done, and says why', async () => {
    const { approval } = await ask();
    await console_.models.platform.registry.recordGates(second.id, {
      passed: false,
      decidedAt: new Date().toISOString(),
      championId: first.id,
      gates: [],
      comparison: null,
    });
    const failed = await grace.send<Approval>('POST', `/v1/approvals/${approval!.id}/approve`, {});
    expect(failed.state).toBe('failed');
    expect(failed.note).toContain('The gates refuse this version.');
    expect(await champion()).toBe(first.id);
    expect(await audit('action=approval.approved&outcome=failed')).toHaveLength(1);
  });
});

it('the whole trail is intact, including refused requests', async () => {
  expect(await console_.get('/v1/audit/verification')).toMatchObject({ intact: true, broken: null });
});
