import { LintelError } from '@lintel/contracts';

/** An interval around each prediction. */
export interface PredictedInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The half width of intervals that contain the value of a new row with the given probability, whatever the model:
 * split conformal prediction (Vovk, Gammerman & Shafer 2005; Lei et al. 2018). It holds for rows that are exchangeable
 * with the held-out ones, so not for a later time or for other groups.
 * @param predicted for held-out rows, which neither trained nor chose the model
 * @param level such as 0.9
 * @returns Infinity if there are too few rows for the level
 * @throws LintelError INVALID_ARGUMENT, SHAPE_MISMATCH
 */
export function conformalHalfWidth(predicted: ArrayLike<number>, actual: ArrayLike<number>, level: number): number {
  checkRows(predicted, actual, level);
  return conformalQuantile(
    Float64Array.from(actual, (value, row) => Math.abs(value - predicted[row]!)),
    level,
  );
}

/**
 * How far to widen predicted quantiles so that they contain the value with the given probability (conformalised
 * quantile regression; Romano, Patterson & Candès 2019). Negative if the quantiles are too wide.
 * @param low and high predicted quantiles of held-out rows
 * @throws LintelError INVALID_ARGUMENT, SHAPE_MISMATCH
 */
export function conformalWidening(
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  actual: ArrayLike<number>,
  level: number,
): number {
  checkRows(low, actual, level);
  checkRows(high, actual, level);
  return conformalQuantile(
    Float64Array.from(actual, (value, row) => Math.max(low[row]! - value, value - high[row]!)),
    level,
  );
}

/** The share of values that lie in their intervals. */
export function coverageOf(intervals: readonly PredictedInterval[], actual: ArrayLike<number>): number {
  return intervals.filter(({ low, high }, row) => low <= actual[row]! && actual[row]! <= high).length / actual.length;
}

/**
 * The ceil((n + 1) level)-th smallest score, which a new one does not exceed with the given probability.
 * @returns Infinity if there are too few scores for the level
 */
export function conformalQuantile(scores: Float64Array, level: number): number {
  const rank = Math.ceil((scores.length + 1) * level - 1e-9);
  return rank > scores.length ? Infinity : scores.slice().sort()[rank - 1]!;
}

function checkRows(predicted: ArrayLike<number>, actual: ArrayLike<number>, level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The level of an interval is a probability.',
      expected: 'a number between 0 and 1, such as 0.9',
      received: String(level),
      cure: 'Pass 0.9 for intervals that contain nine of ten values.',
    });
  }
  if (actual.length > 0 && predicted.length === actual.length) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'Intervals need held-out rows with a prediction and an actual value each.',
    expected: 'at least one row',
    received: `${predicted.length} predictions, ${actual.length} values`,
    cure: 'Hold out rows, and predict all of them.',
  });
}
