import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecommendationAnswer, type RecommendationRequest } from '@lintel/contracts';
import { Predictor } from '../../serving/predictor';
import { tastes } from '../../recommenders/testing/tastes';
import { trainRecommender } from './training/train-recommender';

describe('a recommender', () => {
  let root: string;
  let predictor: Predictor<'recommendation'>;
  const interactions = tastes();
  const ask = async (request: RecommendationRequest): Promise<RecommendationAnswer> =>
    (await predictor.predict([request]))[0]!;
  const history = ['0-1', '0-2', '0-3'].map((item) => ({ item }));

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lintel-recommend-'));
    // The contents of an item are its taste.
    const values = new Float32Array(interactions.itemIds.length * 3);
    interactions.itemIds.forEach((id, item) => (values[item * 3 + Number(id[0])] = 1));
    const attributes = [0, 1, 2].map((taste) => ({ name: `taste ${taste}`, weight: 1 }));
    const content = { size: 3, values, attributes };
    const about = { name: 'tastes', source: 'tastes.csv', interactions, content };
    const { directory } = await trainRecommender({ ...about, recipe: 'sessions', out: join(root, 'model'), seed: 1 });
    predictor = await Predictor.load<'recommendation'>(directory, { task: 'recommendation', threads: 1 });
  });
  afterAll(async () => {
    await predictor.close();
    await rm(root, { recursive: true, force: true });
  });

  it('recommends items of the same taste, with reasons that add up to the score exactly', async () => {
    const { items, used, unsure } = await ask({ history, count: 4 });
    expect(items.filter(({ item }) => item.startsWith('0-')).length).toBeGreaterThanOrEqual(3);
    expect([used, unsure]).toEqual([3, false]);
    for (const { score, base, rest, reasons } of items) {
      expect(reasons.map(({ item }) => item)).toEqual(expect.arrayContaining([expect.stringMatching(/^0-[123]$/)]));
      expect(reasons.reduce((sum, { contribution }) => sum + contribution, base + rest)).toBeCloseTo(score, 4);
    }
  });

  it('never recommends what was had or excluded, unless repeats are wanted', async () => {
    const all = await ask({ history, count: 100, exclude: ['0-4'] });
    expect(all.items.map(({ item }) => item)).not.toEqual(expect.arrayContaining(['0-4']));
    expect(all.items).toHaveLength(interactions.itemIds.length - 4);
    expect((await ask({ history, count: 100, repeat: true })).items).toHaveLength(interactions.itemIds.length);
  });

  it('answers somebody new with what is popular and says that it is unsure; unknown items are named', async () => {
    const popular = await ask({ history: [], count: 3 });
    expect([popular.unsure, popular.items.length]).toEqual([true, 3]);
    const unknown = await ask({ history: [{ item: 'new' }, ...history], count: 3 });
    expect([unknown.unknown, unknown.unsure]).toEqual([['new'], false]);
  });

  it('scores an item that nobody has had like the known items with the same contents, and says which', async () => {
    const newItems = [
      { item: 'like taste 0', content: [1, 0, 0] },
      { item: 'like taste 2', attributes: ['Taste 2', 'unheard of'] },
    ];
    const { items } = await ask({ history, count: 50, newItems });
    const place = (name: string): number => items.findIndex(({ item }) => item === name);
    expect(place('like taste 0')).toBeGreaterThanOrEqual(0);
    expect(place('like taste 0')).toBeLessThan(place('like taste 2'));
    const { like, score, base, rest, reasons } = items[place('like taste 0')]!;
    expect(like!.every(({ item }) => item.startsWith('0-'))).toBe(true);
    expect(reasons.reduce((sum, { contribution }) => sum + contribution, base + rest)).toBeCloseTo(score, 4);
    await expect(ask({ history, newItems: [{ item: 'x', content: [1] }] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      expected: '3 values',
    });
  });

  it('counts a repeated item once, at its newest place, as training did', async () => {
    const repeated = await ask({ history: [{ item: '0-3' }, ...history], count: 5 });
    expect(repeated).toEqual(await ask({ history, count: 5 }));
  });
});

describe('the training of a recommender', () => {
  let root: string;
  beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'lintel-recommend-'))));
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('compares recipes on a validation part, beats popularity, and measures on what none has seen', async () => {
    const about = { name: 'tastes', source: 'tastes.csv', interactions: tastes(), out: join(root, 'all') };
    const { manifest, tried } = await trainRecommender({ ...about, split: 'time', seed: 1 });
    expect(Object.keys(tried).sort()).toEqual(['ease', 'neighbours', 'popularity', 'sessions']);
    const { metrics, popularity, protocol } = manifest.evaluation!;
    expect(metrics.ndcgAt10.low).toBeGreaterThan(popularity.ndcgAt10.high);
    expect(protocol).toEqual({ split: 'time', share: 0.25, learned: false });
  });

  it.each([
    ['a split by time', { split: 'time' as const }],
    ['the recipe sessions', { split: 'random' as const, recipe: 'sessions' as const }],
  ])('refuses %s without times, and writes nothing', async (_, asked) => {
    const interactions = { ...tastes(40), times: null };
    const out = join(root, 'none');
    await expect(
      trainRecommender({ name: 'none', source: 'none.csv', interactions, out, seed: 1, ...asked }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', cure: expect.stringContaining('--time') as string });
    await expect(Predictor.load(out)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
