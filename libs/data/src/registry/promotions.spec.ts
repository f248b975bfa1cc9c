import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  modelPromoted,
  type ChallengeMode,
  type ChallengeReport,
  type LintelError,
  type ModelPromoted,
} from '@lintel/contracts';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { decodeEvent } from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { ModelRegistry } from './model-registry';
import { gateReport, modelFiles } from './testing/model-fixtures';

const folder = temporaryFolder();
let postgres: TestPostgres;
let database: DataSource;
let registry: ModelRegistry;
let models = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  registry = new ModelRegistry(database, new FolderArtifactStore(join(folder, 'artefacts')));
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

/** A new model with that many versions, none of them evaluated. */
async function modelWith(versions: number): Promise<{ name: string; ids: string[] }> {
  const name = `shop.model-${models++}`;
  await registry.declareModel({ name, vertical: 'shop', title: 'Goods', gatePolicy: {}, loopPolicy: {} });
  const ids: string[] = [];
  for (let i = 0; i < versions; i++) {
    const version = { modelName: name, files: modelFiles(), datasetVersionId: null, jobId: null, modelCard: '' };
    ids.push((await registry.register({ ...version, createdBy: 'Ada' })).id);
  }
  return { name, ids };
}

async function judgeAndPromote(name: string, id: string): Promise<void> {
  await registry.recordGates(id, gateReport((await registry.aliases(name)).champion));
  await registry.promote(name, id, { by: 'Ada' });
}

async function judgeAndChallenge(name: string, id: string): Promise<void> {
  await registry.recordGates(id, gateReport((await registry.aliases(name)).champion));
  await registry.challenge(name, id, { mode: 'shadow' }, { by: 'Ada' });
}

async function eventsOf(name: string): Promise<ModelPromoted[]> {
  const rows = await database.query<{ value: Buffer; headers: Record<string, string> }[]>(
    'SELECT value, headers FROM streams.outbox WHERE topic = $1 ORDER BY seq',
    [modelPromoted.topic],
  );
  return rows.map((row) => decodeEvent(modelPromoted, row).data).filter(({ modelName }) => modelName === name);
}

const codeOf = ({ reason }: PromiseRejectedResult): string => (reason as LintelError).code;

describe('a promotion', () => {
  it('moves the champion, is kept in the history and published once', async () => {
    const { name, ids } = await modelWith(2);
    await judgeAndPromote(name, ids[0]!);
    await registry.recordGates(ids[1]!, gateReport(ids[0]!));
    const promotion = await registry.promote(name, ids[1]!, { by: 'rule', byRule: true, reason: 'It agrees.' });
    expect(promotion).toMatchObject({
      action: 'promote',
      fromVersionId: ids[0],
      fromNumber: 1,
      toVersionId: ids[1],
      toNumber: 2,
      by: 'rule',
      byRule: true,
      reason: 'It agrees.',
      overridden: false,
    });
    expect(await registry.aliases(name)).toEqual({ champion: ids[1], challenger: null });
    expect((await registry.model(name)).champion).toMatchObject({ versionId: ids[1], number: 2, by: 'rule' });
    expect((await registry.versions(name)).map(({ alias }) => alias)).toEqual(['champion', null]);
    const history = await registry.history(name);
    expect(history[0]).toEqual(promotion);
    expect(history).toHaveLength(2);
    expect(await eventsOf(name)).toEqual([
      { modelName: name, action: 'promote', versionId: ids[0], by: 'Ada', at: history[1]!.at },
      { modelName: name, action: 'promote', versionId: ids[1], by: 'rule', at: promotion.at },
    ]);
  });

  it('is refused with the reasons of the gates, and nothing is changed or published', async () => {
    const { name, ids } = await modelWith(1);
    expect((await refusal(() => registry.promote(name, ids[0]!, { by: 'Ada' }))).code).toBe('GATES_REFUSED');
    await registry.recordGates(ids[0]!, gateReport(null, false));
    const error = await refusal(() => registry.promote(name, ids[0]!, { by: 'Ada' }));
    expect(error.code).toBe('GATES_REFUSED');
    expect(error.problem).toContain('may be up to 2 points worse');
    expect(await registry.aliases(name)).toEqual({ champion: null, challenger: null });
    expect(await registry.history(name)).toEqual([]);
    expect(await eventsOf(name)).toEqual([]);
  });

  it('whose commit fails changes and publishes nothing', async () => {
    const { name, ids } = await modelWith(2);
    await judgeAndPromote(name, ids[0]!);
    await registry.recordGates(ids[1]!, gateReport(ids[0]!));
    await database.query(`
      CREATE FUNCTION platform.fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the commit fails'; END $$;
      CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON platform.promotion DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.by = 'doomed') EXECUTE FUNCTION platform.fail_at_commit()`);
    for (const change of [
      () => registry.promote(name, ids[1]!, { by: 'doomed' }),
      () => registry.challenge(name, ids[1]!, { mode: 'shadow' }, { by: 'doomed' }),
    ]) {
      await expect(change()).rejects.toThrow('the commit fails');
    }
    expect(await registry.aliases(name)).toEqual({ champion: ids[0], challenger: null });
    expect(await registry.history(name)).toHaveLength(1);
    expect(await eventsOf(name)).toHaveLength(1);
  });

  it('goes against the gates only for a person with a reason', async () => {
    const { name, ids } = await modelWith(1);
    const id = ids[0]!;
    await registry.recordGates(id, gateReport(null, false));
    for (const request of [
      { override: true },
      { override: true, reason: ' ' },
      { override: true, reason: 'r', byRule: true },
    ]) {
      expect((await refusal(() => registry.promote(name, id, { by: 'Ada', ...request }))).code).toBe(
        'INVALID_ARGUMENT',
      );
    }
    const promotion = await registry.promote(name, id, { by: 'Ada', override: true, reason: 'The old one is down.' });
    expect(promotion).toMatchObject({ overridden: true, reason: 'The old one is down.' });
  });

  it('is refused where the version was judged against another champion', async () => {
    const { name, ids } = await modelWith(3);
    await judgeAndPromote(name, ids[0]!);
    await registry.recordGates(ids[2]!, gateReport(ids[0]!));
    await judgeAndPromote(name, ids[1]!);
    const error = await refusal(() => registry.promote(name, ids[2]!, { by: 'Ada' }));
    expect(error.code).toBe('CONFLICT');
    expect(error.cure).toContain('Evaluate the version again');
  });

  it('of two concurrent requests has one winner, and the other gets a conflict', async () => {
    for (let round = 0; round < 5; round++) {
      const { name, ids } = await modelWith(4);
      await judgeAndPromote(name, ids[0]!);
      for (const id of ids.slice(1)) await registry.recordGates(id, gateReport(ids[0]!));
      const outcomes = await Promise.allSettled(
        [ids[1]!, ids[2]!, ids[3]!, ids[1]!].map((id) => registry.promote(name, id, { by: id })),
      );
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost.map(codeOf)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
      expect(await registry.history(name)).toHaveLength(2);
      expect(await eventsOf(name)).toHaveLength(2);
    }
  });

  it('of the champion, of another model, or of no version is refused', async () => {
    const { name, ids } = await modelWith(1);
    const other = await modelWith(1);
    await judgeAndPromote(name, ids[0]!);
    expect((await refusal(() => registry.promote(name, ids[0]!, { by: 'Ada' }))).code).toBe('CONFLICT');
    for (const id of [other.ids[0]!, randomUUID()]) {
      expect((await refusal(() => registry.promote(name, id, { by: 'Ada' }))).code).toBe('NOT_FOUND');
    }
    expect((await refusal(() => registry.promote('shop.none', ids[0]!, { by: 'Ada' }))).code).toBe('NOT_FOUND');
  });
});

describe('a roll-back', () => {
  it('goes to the champion before; again, to the one before that; and no further', async () => {
    const { name, ids } = await modelWith(3);
    for (const id of ids) await judgeAndPromote(name, id);
    expect(await registry.rollBack(name, { by: 'Ada', reason: 'It fails on bags.' })).toMatchObject({
      action: 'roll-back',
      fromNumber: 3,
      toNumber: 2,
      reason: 'It fails on bags.',
    });
    expect(await registry.rollBack(name, { by: 'Ada' })).toMatchObject({ fromNumber: 2, toNumber: 1 });
    expect((await refusal(() => registry.rollBack(name, { by: 'Ada' }))).code).toBe('CONFLICT');
    expect((await registry.aliases(name)).champion).toBe(ids[0]);
    await judgeAndPromote(name, ids[2]!);
    expect(await registry.rollBack(name, { by: 'Ada' })).toMatchObject({ toNumber: 1 });
    const told = (await eventsOf(name)).map(({ action, versionId }) => [action, versionId]);
    expect(told.slice(3)).toEqual([
      ['roll-back', ids[1]],
      ['roll-back', ids[0]],
      ['promote', ids[2]],
      ['roll-back', ids[0]],
    ]);
  });

  it('is made once by two people who saw the same champion', async () => {
    const { name, ids } = await modelWith(3);
    for (const id of ids) await judgeAndPromote(name, id);
    const request = { by: 'Ada', expectedChampion: ids[2]! };
    const outcomes = await Promise.allSettled([1, 2].map(() => registry.rollBack(name, request)));
    expect(outcomes.filter((outcome) => outcome.status === 'rejected').map(codeOf)).toEqual(['CONFLICT']);
    expect((await registry.aliases(name)).champion).toBe(ids[1]);
  });

  it('is refused if nothing was ever promoted', async () => {
    const { name } = await modelWith(1);
    expect((await refusal(() => registry.rollBack(name, { by: 'Ada' }))).code).toBe('CONFLICT');
    expect((await refusal(() => registry.rollBack('shop.none', { by: 'Ada' }))).code).toBe('NOT_FOUND');
  });
});

describe('a challenger', () => {
  it('runs beside the champion, changes its mode, and is withdrawn', async () => {
    const { name, ids } = await modelWith(2);
    await judgeAndPromote(name, ids[0]!);
    await judgeAndChallenge(name, ids[1]!);
    expect(await registry.aliases(name)).toEqual({
      champion: ids[0],
      challenger: { versionId: ids[1], mode: { mode: 'shadow' } },
    });
    await registry.setMode(name, { mode: 'canary', share: 0.25 }, { by: 'Bob' });
    expect((await registry.model(name)).challenger).toMatchObject({
      versionId: ids[1],
      number: 2,
      mode: { mode: 'canary', share: 0.25 },
    });
    await registry.withdraw(name, { by: 'Ada', reason: 'enough seen' });
    expect((await registry.aliases(name)).challenger).toBeNull();
    const history = await registry.history(name);
    expect(history.map(({ action, reason }) => [action, reason])).toEqual([
      ['withdraw', 'enough seen'],
      ['challenge', 'canary, 25 % of the requests'],
      ['challenge', 'shadow'],
      ['promote', null],
    ]);
    expect((await eventsOf(name)).map(({ action, versionId }) => [action, versionId])).toEqual([
      ['promote', ids[0]],
      ['challenge', ids[1]],
      ['challenge', ids[1]],
      ['withdraw', null],
    ]);
  });

  it('challenges no longer once it is the champion, and is left alone by other promotions', async () => {
    const { name, ids } = await modelWith(3);
    await judgeAndPromote(name, ids[0]!);
    await judgeAndChallenge(name, ids[2]!);
    await judgeAndPromote(name, ids[1]!);
    expect((await registry.aliases(name)).challenger?.versionId).toBe(ids[2]);
    await judgeAndPromote(name, ids[2]!);
    expect(await registry.aliases(name)).toEqual({ champion: ids[2], challenger: null });
    await judgeAndChallenge(name, ids[1]!);
    await registry.rollBack(name, { by: 'Ada' });
    expect(await registry.aliases(name)).toEqual({ champion: ids[1], challenger: null });
  });

  it.each([
    [
      'was refused by the gates',
      (id: string, champion: string) => registry.recordGates(id, gateReport(champion, false)),
    ],
    ['was never judged', () => Promise.resolve()],
  ])('that %s is tried in shadow or canary only by a person who gives a reason', async (_, judge) => {
    const { name, ids } = await modelWith(2);
    await judgeAndPromote(name, ids[0]!);
    await judge(ids[1]!, ids[0]!);
    const shadow = { mode: 'shadow' } as const;
    const canary = { mode: 'canary', share: 0.5 } as const;
    const codeOfChallenge = (mode: ChallengeMode, request: object) =>
      refusal(() => registry.challenge(name, ids[1]!, mode, { by: 'Ada', ...request })).then(({ code }) => code);
    for (const mode of [shadow, canary]) {
      expect(await codeOfChallenge(mode, {})).toBe('GATES_REFUSED');
      expect(await codeOfChallenge(mode, { reason: 'only a reason' })).toBe('GATES_REFUSED');
      expect(await codeOfChallenge(mode, { override: true })).toBe('INVALID_ARGUMENT');
    }
    expect(await registry.history(name)).toHaveLength(1);

    const words = { by: 'Ada', override: true, reason: 'It knows the new goods.' };
    const challenged = await registry.challenge(name, ids[1]!, shadow, words);
    expect(challenged).toMatchObject({ overridden: true, reason: 'shadow: It knows the new goods.' });
    expect((await refusal(() => registry.setMode(name, canary, { by: 'Ada' }))).code).toBe('GATES_REFUSED');
    expect(await registry.setMode(name, canary, words)).toMatchObject({ overridden: true });
  });

  it('that was judged against an earlier champion is evaluated again before it is tried', async () => {
    const { name, ids } = await modelWith(3);
    await judgeAndPromote(name, ids[0]!);
    await registry.recordGates(ids[2]!, gateReport(ids[0]!));
    await judgeAndPromote(name, ids[1]!);
    const error = await refusal(() => registry.challenge(name, ids[2]!, { mode: 'shadow' }, { by: 'Ada' }));
    expect(error.code).toBe('CONFLICT');
    expect(error.cure).toContain('Evaluate the version again');
  });

  it('needs a champion, and is another version', async () => {
    const { name, ids } = await modelWith(2);
    const shadow = { mode: 'shadow' } as const;
    const refused = (work: () => Promise<unknown>) => refusal(work).then(({ code }) => code);
    expect(await refused(() => registry.challenge(name, ids[0]!, shadow, { by: 'Ada' }))).toBe('CONFLICT');
    expect(await refused(() => registry.withdraw(name, { by: 'Ada' }))).toBe('CONFLICT');
    expect(await refused(() => registry.setMode(name, shadow, { by: 'Ada' }))).toBe('CONFLICT');
    await judgeAndPromote(name, ids[0]!);
    expect(await refused(() => registry.challenge(name, ids[0]!, shadow, { by: 'Ada' }))).toBe('CONFLICT');
    await registry.recordGates(ids[1]!, gateReport(ids[0]!));
    const none = { mode: 'canary', share: 0 } as const;
    expect(await refused(() => registry.challenge(name, ids[1]!, none, { by: 'Ada' }))).toBe('INVALID_ARGUMENT');
    await registry.challenge(name, ids[1]!, shadow, { by: 'Ada' });
    expect(await refused(() => registry.challenge(name, ids[1]!, shadow, { by: 'Ada' }))).toBe('CONFLICT');
  });
});

describe('the report of a challenge', () => {
  const side = { examples: 1, meanConfidence: 0.5, unsure: 0, p50Ms: 1, p95Ms: 2, outcomes: { Bag: 1 } };
  const reportOf = (name: string, championId: string, challengerId: string): ChallengeReport => ({
    modelName: name,
    championId,
    challengerId,
    mode: 'shadow',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T00:01:00.000Z',
    examples: 1,
    agreement: 1,
    changes: [],
    champion: side,
    challenger: side,
    dropped: 0,
    failed: 0,
  });

  it('loses nothing of what replicas add at the same time', async () => {
    const { name, ids } = await modelWith(2);
    await judgeAndPromote(name, ids[0]!);
    expect(await registry.challengeReport(name)).toBeNull();
    await judgeAndChallenge(name, ids[1]!);
    const report = reportOf(name, ids[0]!, ids[1]!);
    await Promise.all(Array.from({ length: 20 }, () => registry.addChallengeReport(report)));
    expect(await registry.challengeReport(name)).toMatchObject({ examples: 20, champion: { outcomes: { Bag: 20 } } });
  });

  it('covers only the current pair and mode, and restarts with a new challenge', async () => {
    const { name, ids } = await modelWith(2);
    await judgeAndPromote(name, ids[0]!);
    const report = reportOf(name, ids[0]!, ids[1]!);
    expect(await registry.addChallengeReport(report)).toBe(false);
    await judgeAndChallenge(name, ids[1]!);
    expect(await registry.addChallengeReport(report)).toBe(true);
    await registry.setMode(name, { mode: 'canary', share: 0.5 }, { by: 'Ada' });
    expect(await registry.addChallengeReport(report)).toBe(false);
    expect(await registry.challengeReport(name)).toBeNull();
    await registry.withdraw(name, { by: 'Ada' });
    await judgeAndChallenge(name, ids[1]!);
    expect(await registry.challengeReport(name)).toBeNull();
  });
});
