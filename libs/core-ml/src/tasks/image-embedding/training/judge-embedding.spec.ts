import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, gateReportSchema, viewDataset } from '@lintel/contracts';
import { loadModelDirectory, type StoredModel } from '../../../inference/load-model-directory';
import { judgeCandidate } from '../../../promotion/judge-candidate';
import { tinyBackbone, tintedPictures } from '../testing/tinted-pictures';
import { type PrepareSearches, type Search } from './searches';
import { trainEmbedding } from './train-embedding';

let root: string;
let model: StoredModel<'image-embedding'>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lintel-judge-embedding-'));
  const out = join(root, 'model');
  const about = { name: 'tints', source: 'tints', backbone: tinyBackbone(), pictures: tintedPictures() };
  await trainEmbedding({ ...about, recipe: 'frozen', out, seed: 1 });
  model = await loadModelDirectory(out, { task: 'image-embedding' });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const gallery = tintedPictures({ each: 12, seed: 5 });
const queries = tintedPictures({ each: 5, seed: 6 });
const policy = { minimumGain: 0, maximumParityDifference: 1e-3 };
/** The searches of candidate and champion, in this order. */
const searchesOf =
  (...searches: readonly Search[]): PrepareSearches =>
  // eslint-disable-next-line @typescript-eslint/require-await -- pictures are prepared asynchronously elsewhere
  async (preprocessors) =>
    searches.slice(0, preprocessors.length);
const judge = (examples: PrepareSearches, changes = {}) =>
  judgeCandidate({
    candidate: model,
    champion: { id: 'champion', model },
    examples,
    policy: { ...policy, ...changes },
  });

describe('judgedImageEmbedding', () => {
  it('pairs the queries: a model gains exactly nothing over itself, with no interval, in every figure', async () => {
    const search = { pictures: gallery, queries };
    const report = await judge(searchesOf(search, search));
    const nothing = { value: 0, low: 0, high: 0 };
    expect(report.comparison).toMatchObject({
      ...{ task: 'image-embedding', examples: 20, gain: nothing },
      figure: { key: 'precisionAt10', unit: 'share', better: 'higher' },
    });
    const details = report.comparison!.details as { figures: { gain: unknown }[]; resamples: number };
    expect(details.figures.map(({ gain }) => gain)).toEqual([nothing, nothing, nothing, nothing]);
    expect(report.passed).toBe(true);
    expect(gateReportSchema.parse(report)).toEqual(report);
  });

  it('leaves out what a query must not find: pictures of its group', async () => {
    const groups = Array.from({ length: gallery.size }, (_, at) => `lot ${Math.floor(at / 6)}`);
    const grouped = viewDataset(gallery, { groups });
    const { comparison } = await judge(searchesOf({ pictures: grouped }, { pictures: grouped }));
    expect(comparison!.examples).toBe(gallery.size);
    const alone = viewDataset(gallery, { groups: groups.map((_, at) => `lot ${Math.floor(at / 12)}`) });
    await expect(judge(searchesOf({ pictures: alone }, { pictures: alone }))).rejects.toMatchObject({
      code: 'DATASET_EMPTY',
    });
  });

  it('refuses to compare if the pictures differ for the two models', async () => {
    const other = searchesOf({ pictures: gallery, queries }, { pictures: gallery, queries: gallery });
    await expect(judge(other)).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });

  it('closes all pictures, also if it fails', async () => {
    const open = new Set<Dataset>();
    const watched = (dataset: Dataset): Dataset => {
      const view = viewDataset(dataset, { close: () => void open.delete(view) });
      open.add(view);
      return view;
    };
    const search = () => ({ pictures: watched(gallery), queries: watched(queries) });
    await judge(searchesOf(search(), search()));
    await expect(judge(searchesOf(search(), { pictures: watched(queries) }))).rejects.toThrow();
    expect(open.size).toBe(0);
  });

  it('must reach the value that the policy requires', async () => {
    const search = { pictures: gallery, queries };
    const refused = await judge(searchesOf(search, search), { requiredValue: 1 });
    expect(refused.gates.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['required-value']);
    expect((await judge(searchesOf(search, search), { requiredValue: 0.01 })).passed).toBe(true);
  });
});
