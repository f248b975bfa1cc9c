import { type Tried } from '@lintel/console-contract';
import { type AuditEntry, type Problem } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { tintedFile, writeHeatModel } from '@lintel/core-ml/testing/heat-model';
import { inferSchema, tableOfRecords, trainTable } from '@lintel/core-ml/tables';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { startTestConsole, type TestConsole } from '../testing/test-console';

const SECRET = 'purpose-of-one-person';
let console_: TestConsole;
let root: string;
let colours: string;
let loans: string;
let tints: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-try-'));
  console_ = await startTestConsole();
  const folder = await writeColourModel();
  colours = (await console_.models.register('shop.colours', folder)).id;
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
  const heat = await writeHeatModel();
  tints = (await console_.models.register('shop.tints', heat)).id;
  await rm(heat, { recursive: true });
  loans = (await console_.models.register('shop.loans', out)).id;
});
afterAll(async () => {
  await console_.stop();
  await rm(root, { recursive: true, force: true });
});

const value = (id: string, input: unknown): Promise<Tried> =>
  console_.send('POST', `/v1/versions/${id}/answers`, { input });

async function file(id: string, bytes: string | Buffer, headers = console_.models.headers): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([bytes]), 'input');
  return fetch(`${console_.url}/v1/versions/${id}/file-answers?heat=true`, { method: 'POST', headers, body: form });
}

describe('a version that a person tries', () => {
  it('answers a row with its reasons, also where values are missing', async () => {
    const { items, task } = await value(loans, { debt: 90, purpose: null });
    expect(task).toBe('tabular-classification');
    expect(items).toMatchObject([{ name: '', problem: null, answer: { className: 'yes' } }]);
    const { reasons } = items[0]!.answer as { reasons: { column: string }[] };
    expect(reasons.map(({ column }) => column).sort()).toEqual(['debt', 'purpose']);
  });

  it('answers the first rows of a CSV file, and a wrong row does not affect the others', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => (at === 1 ? 'many,car' : `${at === 0 ? 5 : 95},house`));
    const tried = (await (await file(loans, ['debt,purpose', ...lines].join('\n'))).json()) as Tried;
    expect(tried).toMatchObject({ leftOut: 10, heatMap: null });
    expect(tried.items).toHaveLength(20);
    expect(tried.items[0]).toMatchObject({ name: 'line 2', answer: { className: 'no' } });
    expect(tried.items[1]).toMatchObject({ name: 'line 3', answer: null, problem: { code: 'INVALID_ARGUMENT' } });
    expect(tried.items[2]).toMatchObject({ answer: { className: 'yes' } });
  });

  it('answers a picture without what is stored of it elsewhere', async () => {
    const red = { create: { width: 8, height: 8, channels: 3, background: 'red' } } as const;
    const tried = (await (await file(colours, await sharp(red).png().toBuffer())).json()) as Tried;
    expect(tried.items).toMatchObject([{ answer: { className: 'red' } }]);
    expect(Object.keys(tried.items[0]!.answer!)).not.toContain('embedding');
  });

  it('answers a picture with where the model looked, as large as the model sees it', async () => {
    const tried = (await (await file(tints, await tintedFile())).json()) as Tried;
    expect(tried.items).toMatchObject([{ answer: { className: 'tint 1' }, problem: null }]);
    const drawn = await sharp(Buffer.from(tried.heatMap!, 'base64')).metadata();
    expect([drawn.format, drawn.width, drawn.height]).toEqual(['png', 20, 20]);
  });

  it('says what is wrong with an input that its task does not take', async () => {
    const wrong = { input: { debt: { nested: 1 } } };
    const problem = await console_.refused(400, 'POST', `/v1/versions/${loans}/answers`, wrong);
    expect(problem.expected).toContain('"column": value');
    await console_.refused(400, 'POST', `/v1/versions/${colours}/answers`, { input: 'red' });
    expect((await file(loans, 'debt,purpose\n')).status).toBe(400);
    expect((await file(loans, Buffer.from([0x1f, 0x8b, 8, 0]))).status).toBe(400);
    const damaged = (await (await file(colours, 'no picture')).json()) as Tried;
    expect(damaged.items).toMatchObject([{ answer: null, problem: { code: 'PICTURE_UNREADABLE' } }]);
  });

  it('says of a file that is too large what helps for its kind', async () => {
    const refusal = async (id: string, bytes: number) => {
      const response = await file(id, Buffer.alloc(bytes, 'a'));
      return { ...((await response.json()) as Problem), status: response.status };
    };
    const rows = await refusal(loans, 5 * 2 ** 20 + 1);
    expect(rows).toMatchObject({ status: 413, code: 'REQUEST_TOO_LARGE', expected: 'at most 5 MiB' });
    expect(rows.cure).toMatch(/^Send some of the rows/);
    const picture = await refusal(colours, 20 * 2 ** 20 + 1);
    expect(picture).toMatchObject({ status: 413, code: 'PICTURE_TOO_LARGE', expected: 'at most 20 MiB' });
    expect(picture.cure).toContain('fewer pixels');
  });

  it('is tried only by people who may make predictions in its vertical', async () => {
    for (const grant of [
      { vertical: 'shop', role: 'viewer' },
      { vertical: 'clinic', role: 'admin' },
    ] as const) {
      const other = await console_.as({ name: 'Cleo', grants: [grant] });
      await other.refused(403, 'POST', `/v1/versions/${loans}/answers`, { input: { debt: 1 } });
    }
  });

  it('is named in the audit trail, without the input', async () => {
    await value(loans, { debt: 90, purpose: SECRET });
    const trail = await console_.get<{ items: AuditEntry[] }>('/v1/audit?action=version.tried');
    expect(trail.items[0]).toMatchObject({ subject: { kind: 'version', id: loans }, outcome: 'done' });
    expect(JSON.stringify(trail)).not.toContain(SECRET);
  });
});
