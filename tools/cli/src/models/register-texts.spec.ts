import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@lintel/contracts';
import { generateSigningKey, loadModelFiles, Predictor } from '@lintel/core-ml';
import {
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

const NAME = 'desk.letters';
const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);
const artifacts = new FolderArtifactStore(path('artifacts'));
let postgres: TestPostgres;
let database: DataSource;
let registry: ModelRegistry;
let environment: Record<string, string>;

/** Letters about money or parcels in their body; their subjects say nothing. */
function letters(rows: number): string {
  const random = createRandom(1, 'letters to register');
  const words = [
    ['invoice', 'refund', 'price', 'card'],
    ['parcel', 'courier', 'address', 'late'],
  ];
  const lines = Array.from({ length: rows }, (_, at) => {
    const topic = Number(random.next() < 0.5);
    const pick = (): string => words[topic]![random.int(4)]!;
    return `hello ${at % 7},please ${pick()} and ${pick()} of ${at},${topic === 0 ? 'money' : 'parcels'},c${at >> 1}`;
  });
  return ['subject,body,queue,customer', ...lines, ''].join('\n');
}

const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: path('cache'), environment }, ...args);
const train = (out: string, text: string): Promise<Outcome> =>
  run(
    ...['train', '--data', path('letters.csv'), '--text', text, '--target', 'queue', '--group', 'customer'],
    ...['--test', '0.3', '--out', path(out)],
  );
const register = (model: string): Promise<Outcome> =>
  run('models', 'register', '--model', path(model), '--name', NAME, '--promote', '--json');

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
  writeFileSync(path('letters.csv'), letters(300));
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

describe('lintel models register with a model of texts', () => {
  it('stores the texts, promotes the model if its gates pass, and refuses one that is worse', async () => {
    const trained = await train('good', 'body');
    expect([trained.exitCode, trained.stderr]).toEqual([0, expect.stringMatching(/rows are held out/)]);
    const { exitCode, json } = await register('good');
    expect([exitCode, json]).toMatchObject([0, { number: 1, promoted: true, gatesPassed: true }]);
    const [version] = await new DatasetVersions(database, artifacts).list(NAME);
    expect(version).toMatchObject({
      task: 'text-classification',
      classNames: ['money', 'parcels'],
      split: { by: 'group', test: 0.3 },
      base: { table: { target: 'queue', group: 'customer', columns: 4 } },
    });
    const { examples, counts } = version!;
    expect(examples.train + examples.test).toBe(300);
    expect(counts.test['money']! + counts.test['parcels']!).toBe(examples.test);

    const files = await registry.files(json['id'] as string);
    const predictor = await Predictor.open(loadModelFiles(files, { task: 'text-classification' }));
    const [answer] = await predictor.predict(['my refund']);
    await predictor.close();
    expect([answer!.className, answer!.reasons[0]!.words[0]!.text]).toEqual(['money', 'refund']);

    expect((await train('poor', 'subject')).exitCode).toBe(0);
    const refused = await register('poor');
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/the gates refuse it/)]);
    expect((await registry.model(NAME)).champion).toMatchObject({ number: 1 });
  });
});
