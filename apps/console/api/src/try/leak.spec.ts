import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { solid } from '@lintel/core-ml/testing/pictures';
import { inferSchema, tableOfRecords, trainTable } from '@lintel/core-ml/tables';
import { launchApi, type LaunchedApi } from '@lintel/service/testing/launched-api';
import { LeakSearch } from '@lintel/service/testing/leak-search';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { eventually } from '@lintel/streams/testing/eventually';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MARK = { value: 'MARKEDVALUE', column: 'MARKEDCOLUMN', fileName: 'MARKEDFILENAME', metadata: 'MARKEDMETADATA' };
const search = new LeakSearch(
  Object.fromEntries(Object.entries(MARK).map(([name, text]) => [name, Buffer.from(text)])),
);

let postgres: TestPostgres;
let models: TestModels;
let api: LaunchedApi;
let root: string;
let colours: string;
let loans: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-try-leak-'));
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  const folder = await writeColourModel();
  colours = (await models.register('shop.colours', folder)).id;
  await rm(folder, { recursive: true });
  const rows = Array.from({ length: 200 }, (_, at) => ({
    debt: (at * 37) % 100,
    purpose: at % 3 === 0 ? 'car' : 'house',
    late: (at * 37) % 100 > 50 ? 'yes' : 'no',
  }));
  const table = tableOfRecords(rows);
  const out = join(root, 'loans');
  const schema = inferSchema(table, { target: 'late' });
  await trainTable({ table, schema, recipe: 'linear', name: 'loans', source: 'loans.csv', out, seed: 1 });
  loans = (await models.register('shop.loans', out)).id;
  api = await launchApi(join(__dirname, '../main.ts'), {
    DATABASE_URL: postgres.url,
    ...models.environment,
    LOG_LEVEL: 'debug',
  });
  await eventually(async () => (await fetch(`${api.url}/health/ready`)).ok, 60_000);
}, 120_000);
afterAll(async () => {
  await api?.stop();
  await models?.close();
  await postgres?.stop();
  await rm(root, { recursive: true, force: true });
});

async function value(id: string, body: string): Promise<number> {
  const headers = { ...models.headers, 'content-type': 'application/json' };
  const response = await fetch(`${api.url}/v1/versions/${id}/answers`, { method: 'POST', body, headers });
  await response.text();
  return response.status;
}

async function file(id: string, bytes: string | Buffer, query = 'heat=true'): Promise<number> {
  const body = new FormData();
  body.append('file', new Blob([bytes]), MARK.fileName);
  const { headers } = models;
  const response = await fetch(`${api.url}/v1/versions/${id}/file-answers?${query}`, { method: 'POST', body, headers });
  await response.text();
  return response.status;
}

describe('marked inputs that a person tries a version with', () => {
  let statuses: number[];

  beforeAll(async () => {
    const exif = { IFD0: { Copyright: MARK.metadata, Artist: MARK.metadata } };
    const picture = await solid('red', 64, 64).withMetadata({ exif }).jpeg().toBuffer();
    const row = (input: unknown) => value(loans, JSON.stringify({ input }));
    statuses = [
      await row({ debt: 90, purpose: MARK.value }),
      await row({ debt: 90, purpose: 'car', [MARK.column]: MARK.value }),
      await row({ debt: MARK.value }),
      await row({ debt: { [MARK.column]: MARK.value } }),
      await row(MARK.value),
      await value(loans, `{"input": "${MARK.value}`),
      await value(loans, JSON.stringify({ [MARK.column]: MARK.value })),
      await value(colours, JSON.stringify({ input: MARK.value })),
      await file(loans, `debt,purpose\n90,${MARK.value}\n${MARK.value},car\n`),
      await file(loans, `${MARK.column}\n${MARK.value}\n`),
      await file(loans, `debt,purpose\n90,"${MARK.value}\n`),
      await file(loans, `debt,purpose\n${`90,${MARK.value}\n`.repeat(400_000)}`),
      await file(colours, picture),
      await file(colours, MARK.value),
      await file(colours, picture.subarray(0, 400)),
      await file(colours, picture, `heat=${MARK.value}`),
    ];
  }, 120_000);

  it('are answered or refused, and break nothing', () => {
    expect(statuses.slice(0, 2)).toEqual([200, 200]);
    expect([...new Set(statuses)].sort()).toEqual([200, 400, 413]);
  });

  it('are in no table, neither as they are nor encoded, and so in no row of the audit trail', async () => {
    const [counted] = await models.platform.database.query<[{ tried: number }]>(
      `SELECT count(*)::int AS tried FROM platform.audit_entry WHERE action = 'version.tried'`,
    );
    // The broken JSON is refused before a route is called.
    expect(counted.tried).toBe(statuses.length - 1);
    expect(await search.inDatabase(models.platform.database)).toEqual([]);
  });

  it('are in no line of the log', () => {
    const lines = api.output().trim().split('\n');
    expect(lines.filter((line) => line.includes('answers')).length).toBeGreaterThanOrEqual(statuses.length);
    expect(lines.filter((line) => search.in('log', line).length > 0)).toEqual([]);
  });

  it('are in no file of the artefact store', async () => {
    expect(await search.inFolder(models.environment.ARTIFACT_DIR)).toEqual([]);
  });
});
