import { shapleyRows } from './shapley-rows';

/** The value without players, then each player's share. */
function sharesOf(players: number, game: (isIn: readonly boolean[]) => number): number[] {
  const { masks, weights } = shapleyRows(players);
  return Array.from({ length: 1 + players }, (_, at) =>
    masks.reduce((sum, mask, row) => sum + weights[row]![at]! * game(mask), 0),
  );
}

it('players that act alone or in pairs get their exact Shapley values', () => {
  const game = ([a, b, c]: readonly boolean[]) => 10 + 2 * Number(a) - 3 * Number(b) + 8 * Number(a && c);
  const expected = [10, 2 + 4, -3, 4];
  sharesOf(3, game).forEach((share, at) => expect(share).toBeCloseTo(expected[at]!, 12));
});

it.each([1, 2, 5])('the shares of %i players add up to the value with all, whatever the game', (players) => {
  const game = (isIn: readonly boolean[]) => Math.sin(isIn.reduce((sum, one, at) => sum + Number(one) * 2 ** at, 1));
  const sum = sharesOf(players, game).reduce((total, share) => total + share, 0);
  expect(sum).toBeCloseTo(game(new Array<boolean>(players).fill(true)), 12);
  expect(sharesOf(players, game)[0]).toBeCloseTo(game(new Array<boolean>(players).fill(false)), 12);
});
