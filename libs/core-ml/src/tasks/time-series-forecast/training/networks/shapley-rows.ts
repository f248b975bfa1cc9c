/** Which players take part in a game, and how the games' values become the players' shares. */
export interface ShapleyRows {
  /** True for the players of a game; the first game has all of them. */
  readonly masks: readonly (readonly boolean[])[];
  /** Of each game: its weight in the value without players, then in each player's share. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * Estimates Shapley values from one order of the players and its reverse (antithetic permutation sampling; Mitchell et
 * al. 2022). The shares and the value without players add up to the value with all; they are exact where players act
 * alone or in pairs.
 */
export function shapleyRows(players: number): ShapleyRows {
  const masks: boolean[][] = [];
  const weights: number[][] = [];
  const add = (isIn: (player: number) => boolean): number[] => {
    masks.push(Array.from({ length: players }, (_, player) => isIn(player)));
    const row = new Array<number>(1 + players).fill(0);
    weights.push(row);
    return row;
  };
  const all = add(() => true);
  const none = add(() => false);
  none[0] = 1;
  const share = (before: number[], after: number[], player: number): void => {
    before[1 + player]! -= 0.5;
    after[1 + player]! += 0.5;
  };
  let [first, last] = [none, none];
  for (let count = 1; count <= players; count += 1) {
    const isWhole = count === players;
    const [nextFirst, nextLast] = [
      isWhole ? all : add((player) => player < count),
      isWhole ? all : add((player) => player >= players - count),
    ];
    share(first, nextFirst, count - 1);
    share(last, nextLast, players - count);
    [first, last] = [nextFirst, nextLast];
  }
  return { masks, weights };
}
