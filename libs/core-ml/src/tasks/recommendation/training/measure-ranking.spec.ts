import { interactionsOf } from '../../../recommenders/testing/histories';
import { rankUsers, summariseRanking } from './measure-ranking';

/** Twelve items; scores fall with the number of the item. */
const falling = Float64Array.from({ length: 12 }, (_, item) => -item);
const measure = async (known: number[][], hidden: number[][]) =>
  rankUsers(
    { known: interactionsOf(known, 12), hidden: interactionsOf(hidden, 12) },
    {
      score: (histories) => histories.map(() => falling),
      rarity: Float64Array.from({ length: 12 }, (_, item) => item),
    },
  );

it('the figures of one user are those worked by hand', async () => {
  // Item 0 is known, so items 1 to 10 are recommended; 2 is at place 2, 5 at place 5, 11 is not found.
  const { metrics } = await measure([[0]], [[2, 5, 11]]);
  const ideal = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
  expect(metrics.ndcgAt10[0]).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(6)) / ideal, 9);
  expect(metrics.hitRateAt10[0]).toBe(1);
  expect(metrics.recallAt10[0]).toBeCloseTo(2 / 3, 9);
  expect(metrics.precisionAt10[0]).toBeCloseTo(0.2, 9);
  expect(metrics.mapAt10[0]).toBeCloseTo((1 / 2 + 2 / 5) / 3, 9);
  expect(metrics.novelty[0]).toBeCloseTo(5.5, 9);
});

it('items of the history are never recommended, and users without a history or a hidden item are not tested', async () => {
  const { users, recommended } = await measure([[0, 1], [], [2]], [[5], [5], []]);
  expect([...users]).toEqual([0]);
  expect([...recommended]).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
});

it('a summary has the mean over the users within its interval, and the share of items that are recommended', async () => {
  const ranked = await measure([[0], [1], [2]], [[1], [11], [3]]);
  const { ndcgAt10, hitRateAt10, coverage } = summariseRanking(ranked);
  expect(hitRateAt10.value).toBeCloseTo(2 / 3, 9);
  expect(ndcgAt10.low).toBeLessThan(ndcgAt10.value);
  expect([hitRateAt10.low >= 0, hitRateAt10.high <= 1]).toEqual([true, true]);
  expect(coverage.value).toBeCloseTo(11 / 12, 9);
});
