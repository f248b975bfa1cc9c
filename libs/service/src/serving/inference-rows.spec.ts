import { type Problem, type TaskId } from '@lintel/contracts';
import { Predictor } from '@lintel/core-ml';
import { inferSchema, tableOfRecords, trainTable, trainTexts } from '@lintel/core-ml/tables';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTestModels, type TestModels } from '../testing/models';
import { startServingReplica, type ServingReplica } from '../testing/serving-replica';
import { loanRows } from '../trainer/testing/loans-model';

jest.setTimeout(120_000);

const TEXTS = 'shop.tickets';
const LOANS = 'shop.loans';
let folder: string;
let postgres: TestPostgres;
let models: TestModels;
let texts: ServingReplica<'text-classification'>;
let loans: ServingReplica<'tabular-classification'>;
const rows = loanRows(300, 1);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-rows-'));
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  const queues = ['refund of the invoice', 'parcel and courier'];
  const tickets = Array.from({ length: 60 }, (_, at) => ({
    body: `Ticket ${at} about the ${queues[at % 2]}`,
    queue: at % 2 === 0 ? 'billing' : 'delivery',
  }));
  const common = { source: 'a test', seed: 1 };
  await trainTexts({
    ...{ ...common, name: 'tickets', table: tableOfRecords(tickets), text: ['body'], out: join(folder, 'texts') },
    target: { columns: ['queue'], separator: null, against: null, group: null },
  });
  const table = tableOfRecords(rows);
  const schema = inferSchema(table, { target: 'late', group: 'customer', ignore: ['loss'] });
  await trainTable({
    ...{ ...common, name: 'loans', table, schema, task: 'tabular-classification', recipe: 'linear', positive: 'yes' },
    out: join(folder, 'loans'),
  });
  await models.serve(TEXTS, join(folder, 'texts'));
  await models.serve(LOANS, join(folder, 'loans'));
  const replica = <Id extends TaskId>(task: Id, modelName: string) =>
    startServingReplica<Id>({ task, databaseUrl: postgres.url, models, modelName });
  texts = await replica('text-classification', TEXTS);
  loans = await replica('tabular-classification', LOANS);
});
afterAll(async () => {
  await texts?.close();
  await loans?.close();
  await models?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly outputs: readonly { name: string; shape: number[]; data: number[] }[];
}
const post = (url: string, name: string, body: unknown): Promise<Response> =>
  fetch(`${url}/v2/models/${name}/infer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const askTexts = (...inputs: object[]): Promise<Response> => post(texts.url, TEXTS, { inputs });
const text = (data: readonly unknown[], more: object = {}) => ({
  ...{ name: 'text', shape: [data.length], datatype: 'BYTES', data },
  ...more,
});

describe('a model of texts by the inference protocol', () => {
  it('says that it takes texts, and answers them as it does in process', async () => {
    const metadata = (await (await fetch(`${texts.url}/v2/models/${TEXTS}`)).json()) as Record<string, object[]>;
    expect(metadata['inputs']).toEqual([{ name: 'text', datatype: 'BYTES', shape: [-1] }]);
    expect(metadata['tensors']!.length).toBeGreaterThan(0);
    const asked = ['Where is my parcel?', 'A refund, please'];
    const response = await askTexts(text(asked));
    expect(response.status).toBe(200);
    const [output] = ((await response.json()) as Answer).outputs;
    expect(output!.shape).toEqual([2, 2]);
    const predictor = await Predictor.load(join(folder, 'texts'), { task: 'text-classification' });
    const answers = await predictor.predict(asked);
    await predictor.close();
    answers.forEach(({ probabilities }, row) =>
      probabilities.forEach(({ probability }, at) => expect(output!.data[2 * row + at]).toBeCloseTo(probability, 5)),
    );
  });

  it('reads texts that follow the JSON as bytes', async () => {
    const asked = ['parcel für Zürich', 'refund'];
    const bytes = Buffer.concat(
      asked.flatMap((one) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(Buffer.byteLength(one));
        return [length, Buffer.from(one)];
      }),
    );
    const parameters = { binary_data_size: bytes.length };
    const head = JSON.stringify({ inputs: [{ name: 'text', shape: [2, 1], datatype: 'BYTES', parameters }] });
    const send = (body: Buffer): Promise<Response> =>
      fetch(`${texts.url}/v2/models/${TEXTS}/infer`, {
        method: 'POST',
        headers: { 'inference-header-content-length': String(head.length) },
        body: new Uint8Array(Buffer.concat([Buffer.from(head), body])),
      });
    const inJson = (await (await askTexts(text(asked))).json()) as Answer;
    expect(((await (await send(bytes)).json()) as Answer).outputs).toEqual(inJson.outputs);
    const broken = Buffer.from(bytes);
    broken.writeUInt32LE(9_999, 0);
    expect((await send(broken)).status).toBe(400);
  });

  it('reads a text of a million characters', async () => {
    const response = await askTexts(text(['parcel '.repeat(150_000)]));
    expect(response.status).toBe(200);
  });

  it.each<[string, object, RegExp]>([
    ['an empty text', text(['parcel', '']), /Example 2: /],
    ['a number', text(['parcel', 7]), /the input text cannot be used/],
    ['nothing', text([null]), /no text/],
    ['another type', text(['parcel'], { datatype: 'UTF8' }), /the datatype of text/],
    ['numbers of another type', text([1.5], { datatype: 'FP32' }), /no text/],
    ['a shape of pairs', text(['a', 'b'], { shape: [1, 2] }), /The shape of the input text/],
    ['too few texts', text(['parcel'], { shape: [2] }), /the data cannot be used/],
    ['more texts than memory holds', text(['parcel'], { shape: [2 ** 32] }), /the data cannot be used/],
    ['no texts', text([], { shape: [0] }), /The shape of the input text/],
    ['another name', { ...text(['parcel']), name: 'words' }, /the inputs cannot be used/],
  ])('refuses %s with what is wrong', async (_, input, message) => {
    const response = await askTexts(input);
    const problem = (await response.json()) as Problem;
    expect([response.status >= 400 && response.status < 500, problem.detail]).toEqual([
      true,
      expect.stringMatching(message),
    ]);
  });
});

describe('a model of tables by the inference protocol', () => {
  const columns = (some: typeof rows, ...names: string[]) => ({
    inputs: names.map((name) => ({
      ...{ name, shape: [some.length], datatype: name === 'purpose' ? 'BYTES' : 'FP32' },
      data: some.map((row) => row[name]),
    })),
  });

  it('takes the columns of its rows, and answers them as it does in process', async () => {
    const some = rows.slice(0, 5);
    const response = await post(loans.url, LOANS, columns(some, 'age', 'debt', 'purpose'));
    const [output] = ((await response.json()) as Answer).outputs;
    const predictor = await Predictor.load(join(folder, 'loans'), { task: 'tabular-classification' });
    const answers = await predictor.predict(some);
    await predictor.close();
    expect(response.status).toBe(200);
    const risk = answers.map(({ probabilities }) => probabilities.at(-1)!.probability);
    expect(output!.shape).toEqual([5, 2]);
    risk.forEach((value, row) => expect(output!.data[2 * row + 1]).toBeCloseTo(value, 5));
  });

  it('refuses a column that it does not know and a text among numbers, and names the example', async () => {
    const unknown = await post(loans.url, LOANS, columns(rows.slice(0, 2), 'age', 'loss'));
    expect([unknown.status, ((await unknown.json()) as Problem).detail]).toEqual([
      400,
      expect.stringContaining('the inputs'),
    ]);
    const { inputs } = columns(rows.slice(0, 2), 'age', 'debt', 'purpose');
    inputs[0] = { name: 'age', shape: [2], datatype: 'BYTES', data: ['40', 'old'] };
    const refused = await post(loans.url, LOANS, { inputs });
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.detail]).toEqual([400, expect.stringContaining('Example 2: ')]);
  });
});
