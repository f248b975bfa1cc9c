import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatePolicySchema, loopPolicySchema } from '@lintel/contracts';
import { generateSigningKey } from '@lintel/core-ml';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import {
  Approvals,
  BasePictures,
  DatasetVersions,
  FolderArtifactStore,
  ModelRegistry,
  openPlatformDatabase,
  promoteModelAction,
  type DataSource,
} from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { lintel, type Outcome } from '../testing/lintel';
import { colourFolder, temporaryFolder } from '../testing/picture-folder';

jest.setTimeout(240_000);

const NAME = 'shop.colours';
const folder = temporaryFolder();
const data = colourFolder(join(folder, 'colours'), 40);
const model = join(folder, 'mine');
const artifacts = new FolderArtifactStore(join(folder, 'artifacts'));
let postgres: TestPostgres;
let database: DataSource;
let registry: ModelRegistry;
let environment: Record<string, string>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  registry = new ModelRegistry(database, artifacts);
  const key = join(folder, 'signing-key.pem');
  writeFileSync(key, generateSigningKey().privateKeyPem);
  environment = {
    DATABASE_URL: postgres.url,
    ARTIFACT_DIR: join(folder, 'artifacts'),
    MODEL_SIGNING_KEY: key,
    USER: 'ada',
  };
  const trained = await run('train', '--data', data, '--out', model, '--epochs', '6', '--seed', '3');
  expect(trained.exitCode).toBe(0);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: join(folder, 'cache'), environment }, ...args);
const register = (...more: string[]): Promise<Outcome> =>
  run('models', 'register', '--model', model, '--name', NAME, '--json', ...more);

describe('lintel models register', () => {
  it('stores the original pictures, in the parts that the model was trained and tested on', async () => {
    const { exitCode, json, stderr } = await register('--promote', '--title', 'My colours', '--licence', 'CC0');
    expect([exitCode, json]).toMatchObject([0, { number: 1, promoted: true, gatesPassed: true, replaced: null }]);
    expect(stderr).toMatch(/Storing 120 pictures/);
    expect(stderr).toMatch(/Gate accuracy: passed/);
    const [version] = await new DatasetVersions(database, artifacts).list(NAME);
    expect(version).toMatchObject({
      number: 1,
      labels: 0,
      classNames: ['blue', 'green', 'red'],
      base: { name: 'colours', licence: 'CC0', stored: true },
      counts: {
        train: { blue: 32, green: 32, red: 32 },
        validation: { blue: 4, green: 4, red: 4 },
        test: { blue: 4, green: 4, red: 4 },
      },
    });
    expect((await registry.version(json['id'] as string)).datasetVersionId).toBe(version!.id);
    const bases = new BasePictures(artifacts);
    const { pictures } = await bases.list(version!.base.contentHash);
    expect(await bases.picture(pictures[0]!.sha256)).toEqual(await readFile(join(data, 'blue', '000.png')));
  });

  it('compares with the champion on the same pictures, is refused by its gates, and is promoted only with a reason', async () => {
    await registry.setPolicies(NAME, { gatePolicy: gatePolicySchema.parse({ minimumGain: 0.5 }) }, 'Ada');
    const { exitCode, stderr } = await register('--promote');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/the gates refuse it/);
    expect(stderr).toContain('--override --reason');
    expect((await registry.model(NAME)).champion).toMatchObject({ number: 1 });
    const [second] = await registry.versions(NAME);
    const { gateReport } = await registry.version(second!.id);
    expect(gateReport).toMatchObject({
      passed: false,
      comparison: { examples: 12, champion: 1, challenger: 1 },
    });

    const { stdout } = await run(
      ...['models', 'register', '--model', model, '--name', NAME, '--promote', '--reason', 'I compared them by hand.'],
    );
    expect(stdout).toContain(
      'is the champion now, replacing version 1 (mine, Accuracy 100.00 % on its own test examples)',
    );
    expect(stdout).toContain('its gates were overridden');
    const [promotion] = await registry.history(NAME);
    expect(promotion).toMatchObject({ overridden: true, reason: 'I compared them by hand.', toNumber: 3 });
  });

  it('leaves the title of a model unchanged', async () => {
    expect((await register()).exitCode).toBe(0);
    expect((await registry.model(NAME)).title).toBe('My colours');
  });

  it('registers nothing if it is to be promoted, the gates cannot judge it and there is no reason', async () => {
    const before = (await registry.versions(NAME)).length;
    const other = await writeColourModel();
    const { exitCode, stderr } = await run('models', 'register', '--model', other, '--name', NAME, '--promote');
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/its test pictures are not known[\s\S]*--reason/)]);
    expect(await registry.versions(NAME)).toHaveLength(before);
  });

  it('requests the approval of another person where the policy asks for two, and answers once it is given', async () => {
    const policies = {
      gatePolicy: gatePolicySchema.parse({}),
      loopPolicy: loopPolicySchema.parse({ twoPeople: true }),
    };
    await registry.setPolicies(NAME, policies, 'Ada');
    const before = (await registry.model(NAME)).champion!;
    const { exitCode, json } = await register('--promote', '--reason', 'New pictures.');
    expect([exitCode, json]).toMatchObject([0, { promoted: false, replaced: null }]);
    expect((await registry.model(NAME)).champion).toEqual(before);
    const approvals = new Approvals(database);
    approvals.register(promoteModelAction(registry));
    expect(await approvals.get(json['approvalId'] as string)).toMatchObject({
      state: 'waiting',
      reason: 'New pictures.',
      requestedBy: { name: 'ada' },
      subject: { id: NAME },
    });

    const again = await run('models', 'register', '--model', model, '--name', NAME, '--promote', '--reason', 'Again.');
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toMatch(/waiting|already/i);
    const [newest] = await registry.versions(NAME);
    await approvals.reject(json['approvalId'] as string, { by: { id: 'grace', name: 'Grace', kind: 'person' } });
    const asked = await run(
      ...['models', 'promote', '--name', NAME, '--version', String(newest!.number), '--override', '--reason', 'Seen.'],
    );
    expect([asked.exitCode, asked.stdout]).toEqual([0, expect.stringMatching(/Somebody else approves or rejects it/)]);
    const [waiting] = await approvals.list({ limit: 1 });
    await approvals.approve(waiting!.id, { by: { id: 'grace', name: 'Grace', kind: 'person' } });
    expect((await registry.model(NAME)).champion).toMatchObject({ number: newest!.number });
    await registry.setPolicies(NAME, { loopPolicy: loopPolicySchema.parse({}) }, 'Ada');
  });

  it('says where pictures are missing, and takes them from another folder or leaves them', async () => {
    const moved = join(folder, 'moved');
    renameSync(data, moved);
    const missing = await register();
    expect([missing.exitCode, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/120 of the 120 pictures[\s\S]*--data/),
    ]);
    expect((await register('--data', moved)).exitCode).toBe(0);
    expect((await register('--no-data')).json).toMatchObject({ datasetVersionId: null, gatesPassed: null });
    writeFileSync(join(moved, 'blue', '000.png'), 'another picture');
    const changed = await register('--data', moved);
    expect([changed.exitCode, changed.stderr]).toEqual([
      1,
      expect.stringMatching(/not the one that the model was trained on/),
    ]);
  });
});
