import { type ForecastReport } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { readSeries, type ReadSeries } from '../../../series/read-series';
import { type FeatureMatrix } from '../../../tables/feature-matrix';
import { type Table } from '../../../tables/table';
import { runWindows, type WindowGraph } from '../../series/run-windows';
import { FORECAST, type Forecast, forecastIn } from '../forecast-output';
import { type ForecastExamples, forecastExamples } from './forecast-examples';
import { measureForecasts, type MeasureForecastsOptions } from './measure-forecasts';

export type ForecastModel = Pick<StoredModel<'time-series-forecast'>, 'manifest' | 'onnx'>;

/** The forecasts of a model for all windows with a known true value. */
export interface ForecastWindows {
  readonly examples: ForecastExamples;
  readonly forecasts: readonly Forecast[];
  readonly read: ReadSeries;
}

/**
 * Forecasts every window of some series whose true value is known, as the model serves.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT
 */
export async function forecastWindows(
  { manifest, onnx }: ForecastModel,
  table: Table,
  signal?: AbortSignal,
): Promise<ForecastWindows> {
  const read = readSeries(table, manifest.preprocessing);
  const examples = forecastExamples(read, manifest.preprocessing);
  const { inputs, outputs } = manifest.onnx;
  const answers = await runForecaster({ bytes: onnx, inputs, outputs }, examples.features, signal);
  const forecasts = Array.from(examples.targets, (_, row) => forecastIn(answers, row, manifest.reading));
  return { examples, forecasts, read };
}

/** Measures a model on series, as it serves. */
export async function evaluateForecast(
  model: ForecastModel,
  table: Table,
  options: MeasureForecastsOptions & { readonly signal?: AbortSignal | undefined },
): Promise<{ readonly report: ForecastReport; readonly read: ReadSeries; readonly learned: boolean }> {
  const { examples, forecasts, read } = await forecastWindows(model, table, options.signal);
  const rows = Int32Array.from(examples.targets.keys());
  return {
    report: { ...measureForecasts(examples, rows, forecasts, options), protocol: { kind: 'held-out' } },
    read,
    learned: examples.hash === model.manifest.dataset.contentHash,
  };
}

/** @returns float32 [rows, 3] */
export const runForecaster = (graph: WindowGraph, features: FeatureMatrix, signal?: AbortSignal): Promise<number[]> =>
  runWindows(graph, features, FORECAST, signal);
