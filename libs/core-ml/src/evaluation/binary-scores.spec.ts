import { aucWithInterval } from './auc-interval';
import { binaryLogLoss, brierScore, kolmogorovSmirnov } from './binary-scores';
import { bootstrapInterval } from './bootstrap-interval';
import { regressionScores } from '../tasks/tabular/training/regression-scores';
import fixture from './testing/tables.json';

const { probabilities, positive, predicted, actual, expected } = fixture;

it('KS, Brier score and log loss are those of scipy and scikit-learn', () => {
  expect(kolmogorovSmirnov(probabilities, positive)).toBeCloseTo(expected.ks, 12);
  expect(brierScore(probabilities, positive)).toBeCloseTo(expected.brier, 12);
  expect(binaryLogLoss(probabilities, positive)).toBeCloseTo(expected.logLoss, 12);
});

it('the AUC is that of scikit-learn, and its interval that of DeLong, with equal scores', () => {
  const auc = aucWithInterval(probabilities, positive);
  expect(auc.value).toBeCloseTo(expected.rocAuc, 12);
  expect(auc.low).toBeCloseTo(expected.auc.low, 10);
  expect(auc.high).toBeCloseTo(expected.auc.high, 10);
});

it('RMSE, MAE and R² are those of scikit-learn, inside their intervals, and repeat under a seed', () => {
  const scores = regressionScores(predicted, actual, { seed: 1, draws: 200 });
  for (const key of ['rmse', 'mae', 'r2'] as const) {
    expect(scores[key].value).toBeCloseTo(expected[key], 12);
    expect(scores[key].low).toBeLessThan(expected[key]);
    expect(scores[key].high).toBeGreaterThan(expected[key]);
  }
  expect(regressionScores(predicted, actual, { seed: 1, draws: 200 })).toEqual(scores);
});

it('the interval of rows that repeat ten groups is as wide as that of ten rows', () => {
  const groups = Array.from({ length: 200 }, (_, row) => row % 10);
  const mean = (rows: Int32Array): number => rows.reduce((sum, row) => sum + (row % 10), 0) / rows.length;
  const [grouped, single] = [{ groups }, {}].map((options) => bootstrapInterval(200, mean, { seed: 2, ...options }));
  expect(grouped!.high - grouped!.low).toBeGreaterThan(3 * (single!.high - single!.low));
});
