import { type DatasetExampleList } from '@lintel/console-contract';
import { type DatasetVersion, partOfInput } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { startTestConsole, type TestConsole } from '../testing/test-console';

const MODEL = 'shop.colours';
const inputs = Array.from({ length: 5 }, (_, at) => createHash('sha256').update(`input ${at}`).digest('hex')).sort();
let console_: TestConsole;
let version: DatasetVersion;

beforeAll(async () => {
  console_ = await startTestConsole();
  const { registry, labels, datasets } = console_.models.platform;
  for (const name of [MODEL, 'shop.others']) {
    const declared = { vertical: 'shop', title: name, task: 'image-classification' } as const;
    await registry.declareModel({ name, ...declared, gatePolicy: {}, loopPolicy: {} });
  }
  for (const [at, inputSha256] of inputs.entries()) {
    await labels.add({
      ...{ modelName: MODEL, task: 'image-classification', predictionId: `p${at}`, inputSha256, eventId: `e${at}` },
      ...{ predicted: { className: 'red' }, target: { className: at === 0 ? 'blue' : 'red' } },
      ...{ author: 'Ada', givenAt: '2026-01-01T00:00:00.000Z' },
    });
  }
  version = await datasets.create({
    modelName: MODEL,
    classNames: ['red', 'blue'],
    base: { name: 'none', contentHash: '0'.repeat(64), licence: 'none', source: 'a test', stored: false },
    baseCounts: { train: {}, validation: {}, test: {} },
    split: { seed: 1, validation: 0, test: 0.5 },
    labels: await labels.newest(MODEL),
    createdBy: 'Ada',
  });
});
afterAll(() => console_.stop());

const address = (query = '', model = MODEL, id = version.id): string =>
  `/v1/models/${model}/datasets/${id}/examples${query}`;

describe('the examples of a dataset version', () => {
  it('are what people labelled, with their part of the split, page by page', async () => {
    const seen: string[] = [];
    let query = '?limit=2';
    for (let page = 1; page <= 3; page++) {
      const { items, nextCursor } = await console_.get<DatasetExampleList>(address(query));
      seen.push(...items.map(({ inputSha256 }) => inputSha256));
      for (const { inputSha256, part } of items) expect(part).toBe(partOfInput(inputSha256, 0.5));
      expect(nextCursor === null).toBe(page === 3);
      query = `?limit=2&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(inputs);
  });

  it('stay as they were when the version was made', async () => {
    await console_.models.platform.labels.add({
      ...{
        modelName: MODEL,
        task: 'image-classification',
        predictionId: 'p0',
        inputSha256: inputs[0]!,
        eventId: 'late',
      },
      ...{ predicted: { className: 'red' }, target: null, author: 'Ada', givenAt: '2026-01-02T00:00:00.000Z' },
    });
    const { items } = await console_.get<DatasetExampleList>(address());
    expect(items[0]).toMatchObject({ inputSha256: inputs[0], target: { className: 'blue' } });
  });

  it('are not shown through another model, to another vertical, or with a wrong cursor', async () => {
    await console_.refused(404, 'GET', address('', 'shop.others'));
    await console_.refused(404, 'GET', address('', MODEL, '00000000-0000-4000-8000-000000000000'));
    await console_.refused(400, 'GET', address('?cursor=next'));
    const stranger = await console_.as({ name: 'Cleo', grants: [{ vertical: 'clinic', role: 'admin' }] });
    await stranger.refused(403, 'GET', address());
  });
});
