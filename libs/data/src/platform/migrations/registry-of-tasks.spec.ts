import { randomUUID } from 'node:crypto';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { createDatabase, runMigrations } from '../../database/database';
import { findChallengeReport } from '../../registry/challenge-reports';
import { DriftWindows } from '../../registry/drift-windows';
import { findSummaries, getVersion } from '../../registry/model-versions';
import { findModel } from '../../registry/registered-models';
import { manifestOf } from '../../registry/testing/model-fixtures';
import { openPlatformDatabase } from '../platform-database';
import { CreatePlatform1796041000000 } from './1796041000000-create-platform';

const NAME = 'shop.goods';
const now = '2026-02-03T04:05:06.000Z';
const side = (classes: Record<string, number>) => ({
  ...{ examples: 3, meanConfidence: 0.5, unsure: 0, p50Ms: 1, p95Ms: 2 },
  classes,
});
const distance = { psi: 0.1, ks: null, mean: 0.5, referenceMean: 0.4, status: 'stable' };

/** Rows as programs wrote them when every model classified pictures. */
const earlier = {
  manifest: manifestOf(Buffer.from('onnx')),
  gates: {
    ...{ passed: false, decidedAt: now, championId: randomUUID() },
    gates: ['same-test-set', 'better-than-champion', 'class-floor'].map((name) => ({
      ...{ name, passed: name !== 'better-than-champion', expected: 'e', received: 'r', reason: 'It is worse.' },
      messages: { expected: [], received: [], reason: [{ code: 'gate.champion.below', values: {} }] },
    })),
    comparison: {
      ...{ examples: 40, championAccuracy: 0.9, challengerAccuracy: 0.8, mcnemarP: 0.2, unknownToChampion: ['Hat'] },
      difference: { value: -0.1, low: -0.2, high: 0 },
      classes: [{ className: 'Coat', support: 40, championRecall: 0.9, challengerRecall: 0.8, recallDifference: -0.1 }],
    },
  },
  window: {
    ...{ formatVersion: 1, seed: 1, examples: 3, unsure: 1, confidenceSum: 1.5, classes: { Coat: 3 } },
    sample: { keys: [0.1, 0.2], confidence: [0.5, 0.5], latencyMs: [1, 2], features: {} },
  },
  drift: {
    ...{ examples: 3, enough: true, features: [], confidence: distance, latency: null, unsureShare: 0 },
    predictions: {
      ...{ psi: 0.1, pValue: 0.5, status: 'stable' },
      classes: [{ className: 'Coat', count: 3, share: 1, referenceShare: 1 }],
    },
    status: 'stable',
  },
};

describe('the registry of tasks', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  it('keeps what was registered, judged and watched before models had tasks', async () => {
    const options = { schema: 'platform', entities: [], migrations: [CreatePlatform1796041000000], url: postgres.url };
    await runMigrations(options);
    const before = await createDatabase(options);
    const [champion, challenger] = [randomUUID(), randomUUID()];
    await before.query(
      `INSERT INTO platform.model (name, vertical, title, gate_policy, loop_policy) VALUES ($1, 'shop', 'Goods', $2, '{}')`,
      [NAME, { minimumGain: 0.01, maximumParityDifference: 1e-4, minimumAccuracy: 0.5 }],
    );
    for (const [number, id] of [champion, challenger].entries()) {
      const evaluation = id === champion ? earlier.manifest.evaluation : null;
      await before.query(
        `INSERT INTO platform.model_version (id, model_name, number, manifest, manifest_sha256, key_id, artifacts,
           model_card, created_by) VALUES ($1, $2, $3, $4, 'hash', 'key', 'models', '', 'Ada')`,
        [id, NAME, number + 1, { ...earlier.manifest, evaluation }],
      );
      await before.query(
        `INSERT INTO platform.model_alias (model_name, alias, version_id, by, mode, since)
         VALUES ($1, $2, $3, 'Ada', $4, $5)`,
        [NAME, id === champion ? 'champion' : 'challenger', id, id === champion ? null : { mode: 'shadow' }, now],
      );
    }
    await before.query('INSERT INTO platform.gate_report (version_id, passed, report) VALUES ($1, false, $2)', [
      challenger,
      earlier.gates,
    ]);
    const pair = { modelName: NAME, championId: champion, challengerId: challenger, mode: 'shadow' };
    await before.query(
      `INSERT INTO platform.challenge_report (model_name, champion_id, challenger_id, mode, since_at, report)
       VALUES ($1, $2, $3, 'shadow', $4, $5)`,
      [
        ...[NAME, champion, challenger, now],
        {
          ...{ ...pair, from: now, to: now, examples: 3, agreement: 1, changes: [], dropped: 0, failed: 0 },
          champion: side({ Coat: 3 }),
          challenger: side({ Bag: 3 }),
        },
      ],
    );
    await before.query(
      `INSERT INTO platform.drift_window (model_name, version_id, start_at, end_at, window_state, report)
       VALUES ($1, $2, $3, $3, $4, $5)`,
      [NAME, champion, now, earlier.window, earlier.drift],
    );
    await before.destroy();

    const database = await openPlatformDatabase(postgres.url);
    expect(await findModel(database, NAME)).toMatchObject({
      task: 'image-classification',
      gatePolicy: { minimumGain: 0.01, minimumAccuracy: 0.5 },
    });
    const [second, first] = await findSummaries(database, NAME);
    expect(second).toMatchObject({ task: 'image-classification', headlines: [], gatesPassed: false });
    expect(first!.headlines).toEqual([
      { key: 'accuracy', value: 0.875, interval: { low: 0.739, high: 0.945 }, unit: 'share', better: 'higher' },
      { key: 'macroF1', value: 0.865, interval: null, unit: 'share', better: 'higher' },
    ]);
    const { manifest, gateReport } = await getVersion(database, challenger);
    expect(manifest.task).toBe('image-classification');
    expect(gateReport!.gates.map(({ name, messages }) => [name, messages === undefined])).toEqual([
      ['same-test-set', false],
      ['better-than-champion', true],
      ['class-floor', false],
    ]);
    expect(gateReport!.comparison).toMatchObject({
      ...{ task: 'image-classification', champion: 0.9, challenger: 0.8, gain: { value: -0.1, low: -0.2, high: 0 } },
      details: { mcnemarP: 0.2, unknownToChampion: ['Hat'], unknownToChallenger: [], classes: [{ support: 40 }] },
    });
    expect(await findChallengeReport(database, NAME)).toMatchObject({
      champion: { outcomes: { Coat: 3 } },
      challenger: { outcomes: { Bag: 3 } },
    });
    const [window] = await new DriftWindows(database).windows(NAME, champion, { from: new Date(now) });
    expect(window).toMatchObject({
      state: { confident: 3, categories: { Coat: 3 }, sample: { outcome: [null, null] } },
      report: { outcome: { kind: 'category', categories: [{ name: 'Coat', share: 1 }], status: 'stable' } },
    });
    // What is registered is still immutable.
    await expect(database.query("UPDATE platform.model_version SET created_by = 'Eve'")).rejects.toThrow(
      /never changed/,
    );
    await database.destroy();
  });
});
