import {
  type DriftReference,
  type ForecastRecipe,
  LintelError,
  type ManifestOf,
  type OptionalMetric,
  type WindowPreprocessing,
} from '@lintel/contracts';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { largestDifference, scaleOf } from '../../../export/largest-difference';
import { draftManifest, type JobProvenance } from '../../../export/draft-manifest';
import { ModelDirectory } from '../../../export/model-directory';
import { OPSET } from '../../../export/onnx/onnx-graph';
import { judgeParity, REPORT_RECIPE } from '../../../export/judge-parity';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { readSeries, type ReadSeries } from '../../../series/read-series';
import { takeMatrixRows } from '../../../tables/feature-matrix';
import { type Table } from '../../../tables/table';
import { conformalWidening } from '../../tabular/training/conformal';
import { FEATURES } from '../../series/run-windows';
import { FORECAST, forecastIn, OUTPUTS } from '../forecast-output';
import { runForecaster } from './evaluate-forecast';
import {
  examplesBetween,
  type ForecastExamples,
  forecastExamples,
  type ForecastSplit,
  orderExamples,
} from './forecast-examples';
import { fitForecastRecipe, type FittedForecast } from './forecast-recipes';
import { measureForecasts } from './measure-forecasts';

export type ForecastManifest = ManifestOf<'time-series-forecast'>;

export interface TrainForecastRequest {
  readonly table: Table;
  /** Default: window-trees. */
  readonly recipe?: ForecastRecipe | undefined;
  /** As `describeWindows` gives it for this recipe, or edited. */
  readonly preprocessing: WindowPreprocessing;
  readonly name: string;
  /** Where the series came from, for the manifest. */
  readonly source: string;
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly seed: number;
  readonly provenance?: JobProvenance | undefined;
  readonly optional?: readonly OptionalMetric[] | undefined;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedForecast {
  readonly directory: string;
  readonly manifest: ForecastManifest;
  /** What was missing in the series. */
  readonly read: ReadSeries;
}

/** The band is fitted to the examples from here on, and measured from `TESTED` on. */
const BAND_FROM = 0.6;
const TESTED = 0.8;
const BAND_LEVEL = 0.9;
const MOST_PARITY_ROWS = 1_000;
const MOST_REFERENCE_ROWS = 10_000;
const FEWEST_EXAMPLES = 100;
/** Fewer cannot say where nine of ten values lie. */
const FEWEST_TESTED = 20;
const ONNX_FILE = 'model.onnx';

/**
 * Trains a forecaster: trees over window features, or a network over the newest steps, with a band by conformalised quantile regression (Romano, Patterson &
 * Candès 2019). It is measured on the newest fifth of the examples (of the series, if there are many), by a model of the
 * earlier ones; the model that is written is fitted to all.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT, OUTPUT_UNWRITABLE, PARITY_FAILED, CANCELLED; the
 *   model's folder is left unchanged
 */
export async function trainForecast(request: TrainForecastRequest): Promise<TrainedForecast> {
  const { table, preprocessing, seed, signal, onProgress, recipe = 'window-trees' } = request;
  const read = readSeries(table, preprocessing);
  const examples = forecastExamples(read, preprocessing);
  const split = orderExamples(examples, preprocessing, seed);
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  try {
    await directory.prepare(request.overwrite ?? false);
    const started = performance.now();
    const fit = (what: string, rows: Int32Array) =>
      fitForecastRecipe(recipe, preprocessing, {
        ...{ examples, rows, level: BAND_LEVEL, seed, signal },
        // Forecasts ahead are rated by their absolute errors, values that are known only later by their squared ones.
        centre: preprocessing.horizon === 0 ? 'mean' : 'median',
        onProgress: onProgress && ((done) => onProgress(what, done)),
      });
    const trial = async (from: number, to: number): Promise<Trial> => {
      const rows = examplesBetween(split, from, to, false);
      const training = examplesBetween(split, 0, from, true);
      checkCounts(training.length, rows.length);
      const fitted = await fit(`Measuring on the part from ${from * 100} % on`, training);
      try {
        return { rows, outputs: fitted.predict(takeMatrixRows(examples.features, rows)) };
      } finally {
        fitted.dispose();
      }
    };
    const earlier = await trial(BAND_FROM, TESTED);
    const tested = await trial(TESTED, 1);
    const fitted = await fit('Fitting to all examples', Int32Array.from(examples.targets.keys()));
    const about: About = {
      ...{ examples, split, tested },
      seconds: (performance.now() - started) / 1000,
      testedBand: bandOf(examples, earlier),
      // The newest part alone: its model is the most like the one that is written, and the future the most like it.
      band: bandOf(examples, tested),
    };
    try {
      const manifest = await writeModel(directory, fitted, about, { ...request, recipe });
      return { directory: directory.path, manifest, read };
    } finally {
      fitted.dispose();
    }
  } finally {
    await directory.discardWork();
    await release();
  }
}

/** Examples, and what a model of other examples answers to them, float64 [rows, 3]. */
interface Trial {
  readonly rows: Int32Array;
  readonly outputs: Float64Array;
}

type Band = ForecastManifest['reading']['band'];

interface About {
  readonly examples: ForecastExamples;
  readonly split: ForecastSplit;
  readonly tested: Trial;
  /** As it was before the tested part was known. */
  readonly testedBand: Band;
  readonly band: Band;
  readonly seconds: number;
}

/** How far the quantiles must be widened to hold the share of values that the level says. */
function bandOf({ targets }: ForecastExamples, { rows, outputs }: Trial): Band {
  const column = (at: number): Float64Array => Float64Array.from(rows, (_, row) => outputs[row * OUTPUTS + at]!);
  const actual = Float64Array.from(rows, (row) => targets[row]!);
  return { level: BAND_LEVEL, widening: conformalWidening(column(1), column(2), actual, BAND_LEVEL) };
}

type WriteRequest = TrainForecastRequest & { readonly recipe: ForecastRecipe };

async function writeModel(
  directory: ModelDirectory,
  fitted: FittedForecast,
  { examples, split, tested, testedBand, band, seconds }: About,
  { recipe, preprocessing, name, source, seed, optional, provenance }: WriteRequest,
): Promise<ForecastManifest> {
  const forecasts = Array.from(tested.rows, (_, at) => forecastIn(tested.outputs, at, { band: testedBand }));
  const report = {
    ...measureForecasts(examples, tested.rows, forecasts, { seed, optional }),
    protocol: { kind: split.kind, share: Number((1 - TESTED).toFixed(6)) },
  };
  const bytes = fitted.toOnnx({ name, recipe });
  const shape = [preprocessing.features.length];
  const onnx = {
    opset: OPSET,
    inputs: [{ name: FEATURES, dtype: 'float32' as const, shape }],
    outputs: [
      { name: FORECAST, dtype: 'float32' as const, shape: [OUTPUTS], meaning: FORECAST },
      ...fitted.furtherOutputs,
    ],
  };
  const parity = await checkParity({ bytes, ...onnx }, fitted, examples);
  const file = await directory.stageFile(ONNX_FILE, bytes);
  const sideFiles = await Promise.all(fitted.sideFiles.map((one) => directory.stageFile(one.file, one.bytes)));
  const manifest: ForecastManifest = {
    ...draftManifest({
      ...{ name, source, seed, engine: fitted.engine, seconds, contentHash: examples.hash, provenance },
      examples: { train: examples.targets.length, test: report.examples },
    }),
    task: 'time-series-forecast',
    architecture: {
      name: recipe,
      parameters: fitted.parameters,
      config: { ...fitted.config },
    },
    preprocessing,
    reading: { band, explainer: fitted.explainer },
    onnx: { ...file, ...onnx, parity },
    sideFiles,
    evaluation: report,
    driftReference: referenceOf(examples, tested, preprocessing),
  };
  await directory.stageManifest(manifest);
  await directory.publish();
  return manifest;
}

/** The newest value of each signal in the tested windows, and the forecasts. */
function referenceOf(
  { features }: ForecastExamples,
  { rows, outputs }: Trial,
  { features: definitions, signals }: WindowPreprocessing,
): DriftReference {
  const reference = new DriftReferenceBuilder(null);
  const columns = signals.map((signal) => {
    return definitions.findIndex((one) => one.kind === 'lag' && one.signal === signal && one.steps === 0);
  });
  for (const at of evenlySpaced(rows.length, MOST_REFERENCE_ROWS)) {
    const newest = signals.flatMap((signal, index) => {
      const value = features.values[columns[index]! * features.rows + rows[at]!];
      return columns[index]! < 0 || value === undefined || Number.isNaN(value) ? [] : [[signal, value] as const];
    });
    reference.add({ features: Object.fromEntries(newest), outcome: outputs[at * OUTPUTS]!, confidence: null });
  }
  return reference.build();
}

/** @throws LintelError PARITY_FAILED */
async function checkParity(
  graph: Parameters<typeof runForecaster>[0],
  fitted: FittedForecast,
  { features }: ForecastExamples,
): Promise<ForecastManifest['onnx']['parity']> {
  const some = takeMatrixRows(features, evenlySpaced(features.rows, MOST_PARITY_ROWS));
  const expected = fitted.predict(some);
  const worst = largestDifference(expected, await runForecaster(graph, some), scaleOf(expected));
  return judgeParity(worst, some.rows, {
    problem: 'The exported model gives different forecasts than the fitted one, so it was discarded.',
    examples: 'windows',
    cure: REPORT_RECIPE,
  });
}

function checkCounts(training: number, tested: number): void {
  if (training + tested >= FEWEST_EXAMPLES && training > 0 && tested >= FEWEST_TESTED) return;
  throw new LintelError('DATASET_INVALID', {
    problem: 'There are too few forecasts to learn from and to measure.',
    expected: `at least ${FEWEST_EXAMPLES} windows with a known true value, of which ${FEWEST_TESTED} are measured`,
    received: `${training} to learn from, ${tested} to measure`,
    cure: 'Add earlier rows or more series.',
  });
}
