import { historyOf } from '../../recommenders/interactions';
import { splitInteractions } from '../../recommenders/split-interactions';
import { tastes } from '../../recommenders/testing/tastes';
import { expectTaskContract } from '../testing/expect-task-contract';
import { trainRecommender } from './training/train-recommender';

const about = { name: 'tastes', source: 'tastes.csv' };
const others = splitInteractions(tastes(40, 5), { split: 'time', share: 0.25 }, 1).known;
const inputs = Array.from({ length: 40 }, (_, user) => ({
  history: Array.from(historyOf(others, user).items, (item) => ({ item: others.itemIds[item]! })),
}));

expectTaskContract(
  () => ({
    task: 'recommendation',
    train: (out, seed) => trainRecommender({ ...about, interactions: tastes(), recipe: 'ease', out, seed }),
    inputs,
    wrongInput: { history: [{ item: '' }] },
    // Learns from few users with short histories, and knows what is popular only.
    trainWorse: (out) =>
      trainRecommender({ ...about, interactions: tastes(30, 2, 4), recipe: 'popularity', out, seed: 1 }),
    examples: { interactions: tastes(200, 99), split: 'time', share: 0.25, seed: 1 },
  }),
  'recommendation',
);
