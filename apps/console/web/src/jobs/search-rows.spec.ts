import { type SearchTrial } from '@lintel/contracts';
import { searchRows } from './search-rows';

const trial = (number: number, resource: number, score: number | null, settings = {}): SearchTrial => ({
  ...{ number, resource, score, seconds: 1, error: score === null ? 'no memory' : null },
  configuration: { recipe: 'trees', ...settings },
});
const trials = [
  trial(0, 1, 0.7),
  trial(1, 1 / 9, 0.9, { leaves: 8 }),
  trial(2, 1 / 9, null, { leaves: 9 }),
  trial(3, 1, 0.8, { leaves: 5, l2: 0.5 }),
];
const figure = { key: 'auc', unit: 'share', better: 'higher' } as const;

it('the best trial with all rows comes first, and failed ones last', () => {
  const rows = searchRows({ trials, figure });
  expect(rows.map(({ number }) => number)).toEqual([3, 0, 1, 2]);
  expect(rows.map(({ isBest }) => isBest)).toEqual([true, false, false, false]);
  expect(rows.map(({ isDefault }) => isDefault)).toEqual([false, true, false, false]);
  expect(rows[0]!.settings).toBe('trees, leaves 5, l2 0.5');
});

it('a low score is the best where lower is better, and none is before all rows were used', () => {
  const lower = { key: 'rmse', unit: 'target', better: 'lower' } as const;
  expect(searchRows({ trials, figure: lower })[0]!.number).toBe(0);
  expect(searchRows({ trials: trials.slice(1, 3), figure }).some(({ isBest }) => isBest)).toBe(false);
  expect(searchRows({ trials: [], figure })).toEqual([]);
});
