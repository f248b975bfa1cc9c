import { createRandom } from '@lintel/contracts';
import { fitAls } from './fit-als';
import { fitBpr } from './fit-bpr';
import { fitNeighbours } from './fit-neighbours';
import { contributionOf, type ItemWeights, scoreHistory } from './item-weights';
import { rankItems } from './rank-items';
import { interactionsOf } from './testing/histories';

const histories = [
  [0, 1, 2],
  [0, 1],
  [2, 0],
];

it('neighbours are the cosine of the users of two items', () => {
  const model = fitNeighbours(interactionsOf(histories, 4), { alpha: 0.5, next: 0, width: 3 });
  // Item 0 has three users, item 1 two, item 2 two; 0 and 1 share two users, 1 and 2 share one.
  expect(contributionOf(model, 0, 1)).toBeCloseTo(2 / Math.sqrt(3 * 2), 6);
  expect(contributionOf(model, 1, 2)).toBeCloseTo(1 / Math.sqrt(2 * 2), 6);
  expect([contributionOf(model, 0, 0), contributionOf(model, 0, 3)]).toEqual([0, 0]);
});

it('with `next`, an item counts for what comes after it, and half as much one place later', () => {
  const plain = fitNeighbours(interactionsOf(histories, 4), { alpha: 0.5, next: 0, width: 3 });
  const model = fitNeighbours(interactionsOf(histories, 4), { alpha: 0.5, next: 1, width: 3 });
  const added = (from: number, to: number): number => contributionOf(model, from, to) - contributionOf(plain, from, to);
  // After item 0 comes item 1 at once, twice, and item 2 one place later, once; item 0 has three users.
  expect(added(0, 1)).toBeCloseTo(2 / 3, 6);
  expect(added(0, 2)).toBeCloseTo(0.5 / 3, 6);
  expect(added(1, 0)).toBeCloseTo(0, 6);
});

it('of a large catalogue the strongest neighbours of each item are kept, and scores use exactly these', () => {
  const random = createRandom(1, 'large');
  const many = Array.from({ length: 60 }, () => [...new Set(Array.from({ length: 20 }, () => random.int(40)))]);
  const small = fitNeighbours(interactionsOf(many, 40), { alpha: 0.5, next: 0.5, width: 5 });
  const large = fitNeighbours(interactionsOf(many, 2_600), { alpha: 0.5, next: 0.5, width: 5 });
  expect([small.kind, large.kind]).toEqual(['dense', 'sparse']);
  const row = (model: ItemWeights, from: number): number[] =>
    Array.from({ length: 40 }, (_, to) => contributionOf(model, from, to));
  for (let item = 0; item < 40; item++) {
    const strongest = rankItems(row(small, item), 5);
    expect(rankItems(row(large, item), 5)).toEqual(strongest);
    expect(row(large, item).filter((value) => value !== 0)).toHaveLength(5);
  }
});

describe('a matrix factorisation', () => {
  // Users like even items or odd ones.
  const random = createRandom(2, 'factors');
  const two = Array.from({ length: 80 }, (_, user) => [
    ...new Set(Array.from({ length: 6 }, () => 2 * random.int(10) + (user % 2))),
  ]);
  const data = interactionsOf(two, 20);

  it.each([
    ['als', (seed: number) => fitAls(data, { size: 4, confidence: 10, penalty: 1, rounds: 6, seed })],
    ['bpr', (seed: number) => fitBpr(data, { size: 4, epochs: 30, learningRate: 0.05, penalty: 0.002, seed })],
  ] as const)('by %s finds what users have in common, for a history that it has not seen, and repeats', (_, fit) => {
    const model = fit(1);
    const scores = scoreHistory(model, { items: Int32Array.of(1, 5, 9), weights: Float32Array.of(1, 1, 1) });
    const best = rankItems(scores, 5, (item) => ![1, 5, 9].includes(item));
    expect(best.filter((item) => item % 2 === 1).length).toBeGreaterThanOrEqual(4);
    expect(fit(1)).toEqual(model);
  });
});
