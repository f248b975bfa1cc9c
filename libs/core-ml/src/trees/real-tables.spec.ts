import { predictTrees } from './predict-trees';
import { concrete, type ExampleTask, heloc, machineFailures, taiwan } from './testing/example-tasks';
import { takeMatrixRows } from '../tables/feature-matrix';
import { describeWithData } from '../tables/testing/describe-with-data';
import { aucOf, foldsOf } from './testing/real-tables';
import { trainTrees } from './train-trees';

const MINUTES = 60_000;

/** Answers of models that did not see the row, with the default options. */
async function crossValidate(
  { features, targets, groups }: ExampleTask,
  kind: 'binary' | 'squared-error',
  folds: number,
) {
  const strata = kind === 'binary' ? targets : targets.map(() => 0);
  const fold = foldsOf(strata, groups, folds, 0);
  const rowsWhere = (isWanted: (row: number) => boolean) => [...targets.keys()].filter(isWanted);
  const results = [];
  for (let test = 0; test < folds; test += 1) {
    const train = rowsWhere((row) => fold[row] !== test);
    const held = rowsWhere((row) => fold[row] === test);
    const training = { features: takeMatrixRows(features, train), targets: train.map((row) => targets[row]!) };
    const { model } = await trainTrees({ training, options: { objective: { kind } }, seed: 1 });
    const answers = [...predictTrees(model, takeMatrixRows(features, held))];
    results.push({ answers, targets: held.map((row) => targets[row]!) });
  }
  return results;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanAuc = async (task: ExampleTask) =>
  mean((await crossValidate(task, 'binary', 5)).map(({ answers, targets }) => aucOf(answers, targets)));

describeWithData(
  'trees with default options',
  ['taiwan-default.csv', 'heloc.csv', 'concrete.csv', 'ai4i2020.csv'],
  () => {
    it(
      'rank credit card clients by their risk',
      async () => {
        expect(await meanAuc(taiwan())).toBeGreaterThan(0.783);
      },
      5 * MINUTES,
    );

    it(
      'rank home-equity lines by their risk',
      async () => {
        expect(await meanAuc(heloc())).toBeGreaterThan(0.785);
      },
      5 * MINUTES,
    );

    it(
      'rank machines by their risk of failure',
      async () => {
        expect(await meanAuc(machineFailures())).toBeGreaterThan(0.972);
      },
      5 * MINUTES,
    );

    it(
      'predict the strength of mixes that they have not seen',
      async () => {
        const results = await crossValidate(concrete(), 'squared-error', 10);
        const errors = results.flatMap(({ answers, targets }) =>
          answers.map((answer, row) => (answer - targets[row]!) ** 2),
        );
        // LightGBM: 6.9 to 7.2 on the same rows.
        expect(Math.sqrt(mean(errors))).toBeLessThan(7);
      },
      5 * MINUTES,
    );
  },
);
