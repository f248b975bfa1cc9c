import { type ForecastReport, type OptionalMetric } from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { regressionMeasures } from '../../tabular/training/regression-scores';
import { nasaScore } from '../../tabular/training/nasa-score';
import { type Forecast } from '../forecast-output';
import { type ForecastExamples } from './forecast-examples';

/** Enough for an interval of two digits. */
export const DRAWS = 200;

/** A metric of some rows, which may occur several times. */
export type Measure = (rows: Int32Array) => number;

/** The metrics of forecasts by key, the most important one first. */
export function measuresOf(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  optional: readonly OptionalMetric[] = [],
): Record<string, Measure> {
  const { mae, rmse, r2 } = regressionMeasures(predicted, actual);
  const score: Measure = (rows) => nasaScore(predicted, actual, rows);
  return { mae, rmse, r2, ...(optional.includes('nasaScore') ? { nasaScore: score } : {}) };
}

export interface MeasureForecastsOptions {
  readonly seed: number;
  readonly optional?: readonly OptionalMetric[] | undefined;
}

/**
 * Metrics with 95 % intervals, of which neighbours in time are drawn together (block bootstrap; Künsch 1989), beside
 * those of forecasts that need no model.
 * @param rows the examples that were forecast
 * @param forecasts one for each of `rows`
 */
export function measureForecasts(
  examples: ForecastExamples,
  rows: Int32Array,
  forecasts: readonly Forecast[],
  { seed, optional }: MeasureForecastsOptions,
): Omit<ForecastReport, 'protocol'> {
  const actual = Float64Array.from(rows, (row) => examples.targets[row]!);
  const groups = Array.from(rows, (row) => examples.blocks[row]!);
  const estimate = (measure: Measure, of: readonly string[] = groups) =>
    bootstrapInterval(of.length, measure, { seed, groups: of, draws: DRAWS });
  const metricsOf = (predicted: Float64Array) => {
    const known = Int32Array.from(actual.keys()).filter((at) => !Number.isNaN(predicted[at]!));
    if (known.length === 0) return {};
    const take = (values: Float64Array): Float64Array => Float64Array.from(known, (at) => values[at]!);
    const own = Array.from(known, (at) => groups[at]!);
    const measures = Object.entries(measuresOf(take(predicted), take(actual), optional));
    return Object.fromEntries(measures.map(([key, measure]) => [key, estimate(measure, own)]));
  };
  const isInside = forecasts.map(({ low, high }, at) => low <= actual[at]! && actual[at]! <= high);
  return {
    examples: rows.length,
    metrics: metricsOf(Float64Array.from(forecasts, ({ value }) => value)),
    baselines: Object.fromEntries(
      Object.entries(examples.baselines).map(([name, values]) => {
        return [name, metricsOf(Float64Array.from(rows, (row) => values[row]!))];
      }),
    ),
    coverage: estimate((some) => some.reduce((sum, at) => sum + Number(isInside[at]), 0) / some.length),
    bandWidth: forecasts.reduce((sum, { low, high }) => sum + high - low, 0) / forecasts.length,
  };
}
