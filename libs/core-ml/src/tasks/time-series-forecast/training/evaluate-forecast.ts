import { type ForecastReport, type ManifestOf } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { OnnxSession } from '../../../inference/onnx-session';
import { readSeries, type ReadSeries } from '../../../series/read-series';
import { type FeatureMatrix } from '../../../tables/feature-matrix';
import { type Table } from '../../../tables/table';
import { FEATURES, FORECAST, type Forecast, forecastIn } from '../forecast-output';
import { type ForecastExamples, forecastExamples } from './forecast-examples';
import { measureForecasts, type MeasureForecastsOptions } from './measure-forecasts';

export type ForecastModel = Pick<StoredModel<'time-series-forecast'>, 'manifest' | 'onnx'>;

/** Sized to some milliseconds of work, because onnxruntime blocks the event loop while it runs. */
const BATCH_ROWS = 128;

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
export async function runForecaster(
  graph: Pick<ManifestOf<'time-series-forecast'>['onnx'], 'inputs' | 'outputs'> & { readonly bytes: Uint8Array },
  { rows, columns, values }: FeatureMatrix,
  signal?: AbortSignal,
): Promise<number[]> {
  const session = await OnnxSession.open(graph.bytes, graph);
  const answers: number[] = [];
  try {
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      signal?.throwIfAborted();
      const size = Math.min(BATCH_ROWS, rows - from);
      const input = new Float32Array(size * columns.length);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < columns.length; column += 1) {
          input[row * columns.length + column] = values[column * rows + from + row]!;
        }
      }
      const outputs = await session.run({ [FEATURES]: input }, size);
      for (const value of outputs[FORECAST] as Float32Array) answers.push(value);
    }
  } finally {
    await session.close();
  }
  return answers;
}
