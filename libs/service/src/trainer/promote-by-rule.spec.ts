import { loopPolicySchema, type GateReport, type ModelVersion } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { rm } from 'node:fs/promises';
import { prepareTestModels, type TestModels } from '../testing/models';
import { ClosedLoop } from './closed-loop';
import { placeVersion } from './place-version';

const grace = { kind: 'person', id: 'p-2', name: 'Grace' } as const;
let postgres: TestPostgres;
let models: TestModels;
let folder: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  folder = await writeColourModel();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await models.close();
  await postgres.stop();
});

const passed = (championId: string | null): GateReport => ({
  passed: true,
  decidedAt: new Date().toISOString(),
  championId,
  gates: [],
  comparison: null,
});

/** A model whose challenger has passed its gates and agreed in the shadow, under the rule. */
async function provenChallenger(name: string, twoPeople: boolean): Promise<ModelVersion> {
  const { registry } = models.platform;
  const first = await models.serve(name, folder);
  const challenger = await models.register(name, folder);
  await registry.recordGates(challenger.id, passed(first.id));
  await registry.challenge(name, challenger.id, { mode: 'shadow' }, { by: 'rule' });
  const side = { examples: 10, meanConfidence: 0.9, unsure: 0, p50Ms: 1, p95Ms: 2, outcomes: { red: 10 } };
  await registry.addChallengeReport({
    modelName: name,
    championId: first.id,
    challengerId: challenger.id,
    mode: 'shadow',
    from: new Date().toISOString(),
    to: new Date().toISOString(),
    examples: 10,
    agreement: 1,
    changes: [],
    champion: side,
    challenger: side,
    dropped: 0,
    failed: 0,
  });
  const loopPolicy = loopPolicySchema.parse({ promotion: 'rule', shadowExamples: 5, twoPeople });
  await registry.setPolicies(name, { loopPolicy }, 'Ada');
  return challenger;
}
const loopOf = (name: string): ClosedLoop =>
  new ClosedLoop(models.platform, 'shop', [{ name }], {
    onError: (error) => {
      throw error;
    },
  });

describe('the rule', () => {
  it('promotes automatically if one approval is enough, and the promotion is in the audit trail', async () => {
    const { id } = await provenChallenger('shop.alone', false);
    await loopOf('shop.alone').look();
    expect((await models.platform.registry.aliases('shop.alone')).champion).toBe(id);
    const { items } = await models.platform.audit.page({ limit: 1, subject: 'shop.alone' });
    expect(items).toMatchObject([
      {
        action: 'model.promoted',
        actor: { kind: 'program', id: 'rule' },
        vertical: 'shop',
        details: { versionId: id },
      },
    ]);
  });

  it('only requests, once, if two people have to agree; one person is the second', async () => {
    const name = 'shop.guarded';
    const { id } = await provenChallenger(name, true);
    const loops = [loopOf(name), loopOf(name)];
    for (const loop of loops) await loop.look();
    await loops[0]!.look();
    const { registry, approvals } = models.platform;
    expect((await registry.aliases(name)).champion).not.toBe(id);
    const asked = await approvals.list({ subject: name, limit: 10 });
    expect(asked).toMatchObject([{ state: 'waiting', requestedBy: { id: 'rule' }, vertical: 'shop' }]);
    expect(asked[0]!.reason).toContain('100.0 % agreement on 10 requests');
    await approvals.approve(asked[0]!.id, { by: grace });
    expect((await registry.aliases(name)).champion).toBe(id);
    expect((await registry.history(name))[0]).toMatchObject({ by: 'rule', byRule: true });
  });

  it('makes even a first version wait if two people have to agree', async () => {
    const name = 'shop.first';
    const version = await models.register(name, folder);
    const { registry } = models.platform;
    await registry.setPolicies(name, { loopPolicy: loopPolicySchema.parse({ twoPeople: true }) }, 'Ada');
    await registry.recordGates(version.id, passed(null));
    expect(await placeVersion(version, passed(null), models.platform)).toBe('waiting');
    expect((await registry.aliases(name)).champion).toBeNull();
  });
});
