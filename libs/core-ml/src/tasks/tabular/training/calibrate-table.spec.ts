import { createRandom } from '@lintel/contracts';
import { crossValidation } from '../../../tables/splits';
import { encodeRows } from '../encode-rows';
import { loanSchema, loanTable } from '../testing/rows';
import { calibrateFitted, chooseCalibration } from './calibrate-table';
import { readTableData } from './table-data';
import { fitRecipe, predictFitted } from './table-recipes';

const logOdds = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Answers whose log odds are `exaggeration` times the true ones. */
function answers(exaggeration: number, rows = 2_000) {
  const random = createRandom(5, 'calibration');
  const truth = Float64Array.from({ length: rows }, () => 1.5 * random.normal());
  const labels = Int32Array.from(truth, (score) => Number(random.next() < sigmoid(score)));
  const folds = crossValidation({ rows, labels }, 5, 1);
  return { probabilities: truth.map((score) => sigmoid(exaggeration * score)), labels, folds };
}

describe('chooseCalibration', () => {
  it('finds how far answers exaggerate', () => {
    const { probabilities, labels, folds } = answers(3);
    const { scaling, probabilities: scaled } = chooseCalibration(probabilities, labels, folds);
    expect(scaling!.slope).toBeCloseTo(1 / 3, 1);
    expect(Math.abs(scaling!.intercept)).toBeLessThan(0.15);
    const brier = (list: Float64Array): number =>
      list.reduce((sum, p, row) => sum + (p - labels[row]!) ** 2, 0) / list.length;
    expect(brier(scaled)).toBeLessThan(brier(probabilities) - 0.01);
  });

  it('leaves answers that are right as they are', () => {
    const { probabilities, labels, folds } = answers(1);
    expect(chooseCalibration(probabilities, labels, folds)).toEqual({ scaling: null, probabilities });
  });

  it('does not turn a model round whose answers say nothing', () => {
    const { probabilities, labels, folds } = answers(-2);
    expect(chooseCalibration(probabilities, labels, folds).scaling).toBeNull();
  });
});

describe.each(['trees', 'linear', 'mlp'] as const)('calibrateFitted on %s', (recipe) => {
  it('scales the log odds of every row', async () => {
    const { table, target } = readTableData(loanTable(), loanSchema('late'));
    const fitted = await fitRecipe(recipe, { table, schema: loanSchema('late'), target, seed: 1 });
    const rows = encodeRows(table, fitted.preprocessing);
    const second = (list: Float64Array): number[] =>
      Array.from({ length: table.rows }, (_, row) => list[(row + 1) * (list.length / table.rows) - 1]!);
    const before = second(predictFitted(fitted, rows));
    const scaled = calibrateFitted(fitted.fitted, { slope: 0.5, intercept: 0.2 });
    const after = second(predictFitted({ fitted: scaled }, rows));
    after.forEach((p, row) => expect(logOdds(p)).toBeCloseTo(0.5 * logOdds(before[row]!) + 0.2, 3));
  });
});
