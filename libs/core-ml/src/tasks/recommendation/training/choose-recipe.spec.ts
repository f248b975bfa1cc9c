import { interactionsOf } from '../../../recommenders/testing/histories';
import { drawValidation } from './choose-recipe';

const histories = (users: number): number[][] => Array.from({ length: users }, (_, user) => [0, 1, 2, 3 + (user % 2)]);

it.each([
  ['random', 600, 4],
  ['random', 1_000, 2],
  ['random', 2_500, 1],
  ['time', 600, 1],
  ['last', 600, 1],
] as const)('a %s split of %i users is drawn %i times for the validation', (split, users, draws) => {
  const share = split === 'last' ? null : 0.25;
  const parts = drawValidation(interactionsOf(histories(users), 5), { split, share }, 1);
  expect(parts).toHaveLength(draws);
  expect(new Set(parts.map(({ hidden }) => hidden.items.join(' '))).size).toBe(draws);
});
