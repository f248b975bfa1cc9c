import { join } from 'node:path';
import { loopPolicySchema } from '@lintel/contracts';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { ModelRegistry } from '../registry/model-registry';
import { gateReport, modelFiles } from '../registry/testing/model-fixtures';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { Approvals } from './approvals';
import { isPromotionAskedFor, promoteModelAction, requestPromotion } from './promote-model';

const folder = temporaryFolder();
const ada = { id: 'a-1', name: 'Ada' };
const grace = { kind: 'person', id: 'a-2', name: 'Grace' } as const;
let postgres: TestPostgres;
let database: DataSource;
let registry: ModelRegistry;
let approvals: Approvals;
let models = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  registry = new ModelRegistry(database, new FolderArtifactStore(join(folder, 'artefacts')));
  approvals = new Approvals(database);
  approvals.register(promoteModelAction(registry));
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

/** A model with a champion and two versions that passed against it; two people have to agree on the next champion. */
async function guardedModel(): Promise<{ name: string; ids: [string, string, string] }> {
  const name = `shop.guarded-${models++}`;
  await registry.declareModel({ name, vertical: 'shop', title: 'Goods', gatePolicy: {}, loopPolicy: {} });
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    const version = { modelName: name, files: modelFiles(), datasetVersionId: null, jobId: null, modelCard: '' };
    ids.push((await registry.register({ ...version, createdBy: 'Ada' })).id);
  }
  const [first, ...others] = ids;
  await registry.recordGates(first!, gateReport(null));
  await registry.promote(name, first!, { by: 'Ada' });
  for (const id of others) await registry.recordGates(id, gateReport(first!));
  await registry.setPolicies(name, { loopPolicy: loopPolicySchema.parse({ twoPeople: true }) }, 'Ada');
  return { name, ids: ids as [string, string, string] };
}
const ask = (name: string, id: string) =>
  requestPromotion({ registry, approvals }, name, id, { requestedBy: ada, reason: 'It is better.' });
const champion = async (name: string): Promise<string | null> => (await registry.aliases(name)).champion;

describe('where the policy wants two people', () => {
  it('one person alone cannot promote in any way; a roll-back still needs only one', async () => {
    const { name, ids } = await guardedModel();
    expect((await refusal(() => registry.promote(name, ids[1], { by: 'Ada' }))).code).toBe('APPROVAL_NEEDED');
    const rule = { by: 'rule', byRule: true };
    expect((await refusal(() => registry.promote(name, ids[1], rule))).code).toBe('APPROVAL_NEEDED');
    const override = { by: 'Ada', override: true, reason: 'I want it.' };
    expect((await refusal(() => registry.promote(name, ids[1], override))).code).toBe('APPROVAL_NEEDED');
    const { id } = await ask(name, ids[1]);
    await approvals.approve(id, { by: grace });
    expect(await champion(name)).toBe(ids[1]);
    await registry.rollBack(name, { by: 'Ada' });
    expect(await champion(name)).toBe(ids[0]);
  });

  it('a promotion is asked for by one, and there when another one agrees', async () => {
    const { name, ids } = await guardedModel();
    const asked = await ask(name, ids[1]);
    expect(asked).toMatchObject({
      action: 'model.promote',
      vertical: 'shop',
      subject: { kind: 'model', id: name },
      summary: `Let version 2 of ${name} answer`,
      reason: 'It is better.',
    });
    expect(await champion(name)).toBe(ids[0]);
    expect((await approvals.approve(asked.id, { by: grace })).state).toBe('approved');
    const [promotion] = await registry.history(name);
    expect(promotion).toMatchObject({
      action: 'promote',
      fromVersionId: ids[0],
      toVersionId: ids[1],
      by: 'Ada',
      reason: 'It is better. Approved by Grace.',
    });
  });

  it('what could not be promoted now cannot be asked for', async () => {
    const { name, ids } = await guardedModel();
    await registry.recordGates(ids[1], { ...gateReport(ids[0]), passed: false });
    expect((await refusal(() => ask(name, ids[1]))).code).toBe('GATES_REFUSED');
    const refused = await refusal(() => ask(name, ids[0]));
    expect(refused.code).toBe('CONFLICT');
    const asked = await requestPromotion({ registry, approvals }, name, ids[1], {
      requestedBy: ada,
      override: true,
      reason: 'The test set is old.',
    });
    expect(asked.summary).toBe(`Let version 2 of ${name} answer, against its gates`);
    await approvals.approve(asked.id, { by: grace });
    expect((await registry.history(name))[0]).toMatchObject({ overridden: true, toVersionId: ids[1] });
  });

  it('nothing is promoted where another one answers by the time of the second yes', async () => {
    const { name, ids } = await guardedModel();
    const asked = await ask(name, ids[1]);
    await registry.promote(name, ids[2], { by: 'Ada', approvedBy: 'Grace' });
    const failed = await approvals.approve(asked.id, { by: grace });
    expect(failed).toMatchObject({ state: 'failed', note: 'The champion has changed meanwhile.' });
    expect(await champion(name)).toBe(ids[2]);
  });

  it('the rule requests a promotion once, however often it polls', async () => {
    const { name, ids } = await guardedModel();
    const isAsked = (id: string) => isPromotionAskedFor(approvals, name, id);
    expect(await isAsked(ids[1])).toBe(false);
    const asked = await ask(name, ids[1]);
    // Only one decision can be pending at a time.
    expect([await isAsked(ids[1]), await isAsked(ids[2])]).toEqual([true, true]);
    await approvals.reject(asked.id, { by: grace });
    expect([await isAsked(ids[1]), await isAsked(ids[2])]).toEqual([true, false]);
    const later = new Approvals(database, { now: () => new Date(Date.now() + 80 * 3_600_000) });
    const other = await ask(name, ids[2]);
    expect(await isPromotionAskedFor(later, name, ids[2])).toBe(false);
    await approvals.reject(other.id, { by: grace });
  });
});

it('a policy from before there were two people still reads, and wants one', async () => {
  const { name } = await guardedModel();
  await database.query("UPDATE platform.model SET loop_policy = loop_policy - 'twoPeople' WHERE name = $1", [name]);
  expect((await registry.model(name)).loopPolicy.twoPeople).toBe(false);
});
