import { createRandom } from '@lintel/contracts';
import { fitEase, MOST_EASE_ITEMS } from './fit-ease';
import { contributionOf } from './item-weights';
import { invertPositive } from './invert-positive';
import { interactionsOf } from './testing/histories';

it('EASE finds the weights that its formula gives, worked by hand for three items', async () => {
  const histories = [
    [0, 1],
    [0, 1],
    [1, 2],
  ];
  const model = await fitEase(interactionsOf(histories, 3), { penalty: 1 });
  if (model.kind !== 'dense') throw new Error('EASE keeps all pairs');
  // P = inverse of [[3, 2, 0], [2, 4, 1], [0, 1, 2]], whose determinant is 13.
  const inverse = [
    [7, -4, 2],
    [-4, 6, -3],
    [2, -3, 8],
  ].map((row) => row.map((value) => value / 13));
  for (let from = 0; from < 3; from++) {
    for (let to = 0; to < 3; to++) {
      const expected = from === to ? 0 : -inverse[from]![to]! / inverse[to]![to]!;
      expect(model.values[from * 3 + to]).toBeCloseTo(expected, 5);
    }
  }
});

it('with a popularity, the weights between popular items shrink and those between rare ones grow', async () => {
  const histories = [[0, 1], ...Array.from({ length: 5 }, () => [2, 3])];
  const weightOf = async (popularity: number, from: number, to: number) =>
    contributionOf(await fitEase(interactionsOf(histories, 4), { penalty: 1, popularity }), from, to);
  expect(await weightOf(0.5, 2, 3)).toBeLessThan(await weightOf(0, 2, 3));
  expect(await weightOf(0.5, 0, 1)).toBeGreaterThan(await weightOf(0, 0, 1));
});

it('a matrix of several blocks is inverted: times its inverse it is the identity', async () => {
  const size = 300;
  const random = createRandom(1, 'matrix');
  const root = Float64Array.from({ length: size * 40 }, () => random.normal());
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      let sum = row === column ? 5 : 0;
      for (let at = 0; at < 40; at++) sum += root[row * 40 + at]! * root[column * 40 + at]!;
      matrix[row * size + column] = sum;
    }
  const inverse = matrix.slice();
  await invertPositive(inverse, size);
  let worst = 0;
  for (let row = 0; row < size; row += 7)
    for (let column = 0; column < size; column++) {
      let sum = row === column ? -1 : 0;
      for (let at = 0; at < size; at++) sum += matrix[row * size + at]! * inverse[at * size + column]!;
      worst = Math.max(worst, Math.abs(sum));
    }
  expect(worst).toBeLessThan(1e-3);
});

it('EASE refuses a catalogue whose pairs do not fit into memory, with a cure', async () => {
  await expect(fitEase(interactionsOf([[0, 1]], MOST_EASE_ITEMS + 1), { penalty: 1 })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    cure: expect.stringContaining('neighbours') as string,
  });
});
