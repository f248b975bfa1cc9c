import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@lintel/contracts';
import { generateSigningKey, loadModelFiles, Predictor } from '@lintel/core-ml';
import { parseCsv } from '@lintel/core-ml/tables';
import {
  BaseTables,
  DatasetVersions,
  FolderArtifactStore,
  ModelRegistry,
  openPlatformDatabase,
  type DataSource,
} from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { lintel, type Outcome } from '../testing/lintel';
import { temporaryFolder } from '../testing/picture-folder';

jest.setTimeout(240_000);

const NAME = 'bank.loans';
const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);
const artifacts = new FolderArtifactStore(path('artifacts'));
let postgres: TestPostgres;
let database: DataSource;
let registry: ModelRegistry;
let environment: Record<string, string>;

/** Loans that are paid late if the debt is high; each customer has three. */
function loans(rows: number, seed: number): string {
  const random = createRandom(seed, 'loans to register');
  const lines = Array.from({ length: rows }, (_, at) => {
    const debt = Math.round(1_000 * random.next()) / 10;
    const age = 20 + random.int(50);
    const late = (debt - 50) / 15 + 0.7 * random.normal() > 0;
    return [`c${seed}-${Math.floor(at / 3)}`, debt, age, late ? 'yes' : 'no'].join(',');
  });
  return ['customer,debt,age,late', ...lines, ''].join('\n');
}

const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: path('cache'), environment }, ...args);
const train = (out: string, ...more: string[]): Promise<Outcome> =>
  run(
    ...['train', '--data', path('loans.csv'), '--target', 'late', '--group', 'customer', '--recipe', 'linear'],
    ...['--out', path(out), ...more],
  );
const register = (model: string, ...more: string[]): Promise<Outcome> =>
  run('models', 'register', '--model', path(model), '--name', NAME, '--json', ...more);

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  registry = new ModelRegistry(database, artifacts);
  writeFileSync(path('signing-key.pem'), generateSigningKey().privateKeyPem);
  environment = {
    DATABASE_URL: postgres.url,
    ARTIFACT_DIR: path('artifacts'),
    MODEL_SIGNING_KEY: path('signing-key.pem'),
    USER: 'ada',
  };
  writeFileSync(path('loans.csv'), loans(450, 1));
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

describe('lintel models register with a model of a table', () => {
  it('stores the table, and promotes the model, whose side files are there, if its gates pass', async () => {
    const trained = await train('good', '--test', '0.3');
    expect([trained.exitCode, trained.stderr]).toEqual([0, expect.stringMatching(/rows are held out/)]);
    const { exitCode, json, stderr } = await register('good', '--promote', '--title', 'Loans', '--licence', 'CC0');
    expect([exitCode, json]).toMatchObject([0, { number: 1, promoted: true, gatesPassed: true, replaced: null }]);
    expect(stderr).toMatch(/Storing 450 rows/);
    expect(await registry.model(NAME)).toMatchObject({ task: 'tabular-classification', champion: { number: 1 } });

    const [version] = await new DatasetVersions(database, artifacts).list(NAME);
    expect(version).toMatchObject({
      task: 'tabular-classification',
      classNames: ['no', 'yes'],
      split: { by: 'group', test: 0.3 },
      base: {
        name: 'loans.csv',
        licence: 'CC0',
        stored: true,
        table: { target: 'late', group: 'customer', columns: 4 },
      },
    });
    expect(version!.examples.train + version!.examples.test).toBe(450);
    const base = await new BaseTables(artifacts).get(version!.base.contentHash);
    expect(parseCsv(base.csv)).toMatchObject({ rows: 450, columns: ['customer', 'debt', 'age', 'late'] });

    const files = await registry.files(json['id'] as string);
    const predictor = await Predictor.open(loadModelFiles(files, { task: 'tabular-classification' }));
    const [answer] = await predictor.predict([{ debt: 95, age: 30 }]);
    await predictor.close();
    expect([answer!.className, answer!.reasons[0]!.column]).toEqual(['yes', 'debt']);
  });

  it('refuses a model that is worse than the champion on rows that neither was fitted to', async () => {
    expect((await train('poor', '--test', '0.3', '--ignore', 'debt')).exitCode).toBe(0);
    const { exitCode, stderr } = await register('poor', '--promote');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/the gates refuse it/)]);
    const [newest] = await registry.versions(NAME);
    const { gateReport } = await registry.version(newest!.id);
    expect(gateReport).toMatchObject({ passed: false, comparison: { figure: { key: 'auc' } } });
    expect((await registry.model(NAME)).champion).toMatchObject({ number: 1 });
  });

  it('registers nothing if the model was fitted to every row and is to be promoted without a reason', async () => {
    const before = (await registry.versions(NAME)).length;
    expect((await train('whole')).exitCode).toBe(0);
    const refused = await register('whole', '--promote');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/every row of its table[\s\S]*--test/),
    ]);
    expect(await registry.versions(NAME)).toHaveLength(before);
    const kept = await register('whole');
    expect([kept.exitCode, kept.json]).toMatchObject([0, { gatesPassed: null, promoted: false }]);
  });

  it('says where the table is missing or has changed, and takes it from another place or leaves it', async () => {
    renameSync(path('loans.csv'), path('moved.csv'));
    const missing = await register('good');
    expect([missing.exitCode, missing.stderr]).toEqual([1, expect.stringMatching(/table[\s\S]*missing[\s\S]*--data/)]);
    expect((await register('good', '--data', path('moved.csv'))).exitCode).toBe(0);
    expect((await register('good', '--no-data')).json).toMatchObject({ datasetVersionId: null, gatesPassed: null });
    writeFileSync(path('other.csv'), loans(450, 2));
    const changed = await register('good', '--data', path('other.csv'));
    expect([changed.exitCode, changed.stderr]).toEqual([
      1,
      expect.stringMatching(/not the table that the model was trained on/),
    ]);
  });
});
