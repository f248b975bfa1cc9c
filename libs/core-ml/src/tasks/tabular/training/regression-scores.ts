import { LintelError } from '@lintel/contracts';
import { type Estimate } from '../../../evaluation/auc-interval';
import { bootstrapInterval, type BootstrapOptions } from '../../../evaluation/bootstrap-interval';

export interface RegressionScores {
  readonly rmse: Estimate;
  readonly mae: Estimate;
  /** Coefficient of determination: 1 - squared errors / squared distances from the mean of these rows. */
  readonly r2: Estimate;
}

/**
 * The figures of `RegressionScores` as functions of some rows, which may occur several times.
 * @throws LintelError DATASET_EMPTY, SHAPE_MISMATCH
 */
export function regressionMeasures(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
): Readonly<Record<keyof RegressionScores, (rows: Int32Array) => number>> {
  if (actual.length === 0 || predicted.length !== actual.length) {
    throw new LintelError(actual.length === 0 ? 'DATASET_EMPTY' : 'SHAPE_MISMATCH', {
      problem: 'The predictions cannot be compared with the actual values.',
      expected: 'at least one row, and one prediction for each',
      received: `${predicted.length} predictions, ${actual.length} values`,
      cure: 'Pass the predictions of the same rows.',
    });
  }
  const meanOf = (rows: Int32Array, of: (row: number) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const error = (row: number): number => predicted[row]! - actual[row]!;
  const squared = (rows: Int32Array): number => meanOf(rows, (row) => error(row) ** 2);
  const spread = (rows: Int32Array): number => {
    const mean = meanOf(rows, (row) => actual[row]!);
    return meanOf(rows, (row) => (actual[row]! - mean) ** 2);
  };
  return {
    rmse: (rows) => Math.sqrt(squared(rows)),
    mae: (rows) => meanOf(rows, (row) => Math.abs(error(row))),
    r2: (rows) => 1 - squared(rows) / spread(rows),
  };
}

/**
 * Errors of predicted values with bootstrap intervals.
 * @throws LintelError DATASET_EMPTY, SHAPE_MISMATCH
 */
export function regressionScores(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: BootstrapOptions,
): RegressionScores {
  const { rmse, mae, r2 } = regressionMeasures(predicted, actual);
  const estimate = (measure: (rows: Int32Array) => number): Estimate =>
    bootstrapInterval(actual.length, measure, options);
  return { rmse: estimate(rmse), mae: estimate(mae), r2: estimate(r2) };
}
