import { type AnomalyPreprocessing, type AnomalyRecipe, type DriftReference, LintelError } from '@lintel/contracts';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { draftManifest, type JobProvenance } from '../../../export/draft-manifest';
import { judgeParity, REPORT_RECIPE } from '../../../export/judge-parity';
import { largestDifference, scaleOf } from '../../../export/largest-difference';
import { ModelDirectory } from '../../../export/model-directory';
import { OPSET } from '../../../export/onnx/onnx-graph';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { type ReadSeries } from '../../../series/read-series';
import { takeMatrixRows } from '../../../tables/feature-matrix';
import { type Table } from '../../../tables/table';
import { FEATURES, runWindows } from '../../series/run-windows';
import { conformalQuantile } from '../../tabular/training/conformal';
import { OUTCOMES, outcomeOf, outputsOf, UNUSUAL } from '../anomaly-output';
import { type AnomalyExamples, anomalyExamples } from './anomaly-examples';
import { fitDetector } from './anomaly-recipes';
import { type AnomalyManifest } from './evaluate-anomalies';
import { type FittedDetector } from './fitted-detector';
import { measureAnomalies } from './measure-anomalies';

export interface TrainAnomaliesRequest {
  readonly table: Table;
  /** Default: novelty. */
  readonly recipe?: AnomalyRecipe | undefined;
  /** As `describeAnomalies` gives it for this recipe, or edited. */
  readonly preprocessing: AnomalyPreprocessing;
  /** The share of usual rows that may reach the limit. Default: 0.002. */
  readonly falseAlarms?: number | undefined;
  /** Steps after an alarm in which only a higher score raises another one. Default: 500. */
  readonly quiet?: number | undefined;
  readonly name: string;
  /** Where the series came from, for the manifest. */
  readonly source: string;
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly seed: number;
  readonly provenance?: JobProvenance | undefined;
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedAnomalies {
  readonly directory: string;
  readonly manifest: AnomalyManifest;
  /** What was missing in the series. */
  readonly read: ReadSeries;
}

export const DEFAULT_FALSE_ALARMS = 0.002;
export const DEFAULT_QUIET = 500;
/** The limit is chosen on the rows from here on, and measured from `TESTED` on. */
const LIMIT_FROM = 0.6;
const TESTED = 0.8;
const FEWEST_ROWS = 200;
/** A limit of 0 would make every score infinite. */
const SMALLEST_LIMIT = 1e-3;
const MOST_PARITY_ROWS = 1_000;
const MOST_REFERENCE_ROWS = 10_000;
const ONNX_FILE = 'model.onnx';

/**
 * Fits a detector to the rows without a known anomaly. Its limit is the score that only a share of newer usual rows
 * exceeds (split conformal prediction; Laxhammar & Falkman 2010). It is measured on the newest fifth of each series, by
 * a model of the earlier rows; the model that is written is fitted to all.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT, OUTPUT_UNWRITABLE, PARITY_FAILED, CANCELLED; the
 *   model's folder is left unchanged
 */
export async function trainAnomalies(request: TrainAnomaliesRequest): Promise<TrainedAnomalies> {
  const { table, preprocessing, seed, signal, onProgress, recipe = 'novelty' } = request;
  const { falseAlarms = DEFAULT_FALSE_ALARMS, quiet = DEFAULT_QUIET } = request;
  const { examples, read } = anomalyExamples(table, preprocessing);
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  try {
    await directory.prepare(request.overwrite ?? false);
    const started = performance.now();
    const fit = (what: string, rows: Int32Array): Promise<FittedDetector> =>
      fitDetector(recipe, {
        features: takeMatrixRows(examples.features, rows),
        ...{ about: preprocessing, seed, signal },
        onProgress: onProgress && ((done) => onProgress(what, done)),
      });
    const trial = async (from: number, to: number): Promise<Trial> => {
      const rows = rowsBetween(examples, from, to);
      const training = usualRows(examples, rowsBetween(examples, 0, from));
      checkCounts(training.length, rows.length);
      const fitted = await fit(`Measuring on the part from ${from * 100} % on`, training);
      const outputs = fitted.score(takeMatrixRows(examples.features, rows));
      const width = outputsOf(preprocessing);
      return { rows, scores: Float64Array.from(rows, (_, at) => outputs[at * width]!) };
    };
    const earlier = await trial(LIMIT_FROM, TESTED);
    const tested = await trial(TESTED, 1);
    const fitted = await fit('Fitting to all rows', usualRows(examples, Int32Array.from(examples.series.keys())));
    const about: About = {
      ...{ examples, fitted, tested, recipe },
      seconds: (performance.now() - started) / 1000,
      testedLimit: limitOf(examples, earlier, falseAlarms),
      // Of the newest part: the future is the most like it.
      reading: { limit: limitOf(examples, tested, falseAlarms), falseAlarms, quiet },
    };
    const manifest = await writeModel(directory, about, request);
    return { directory: directory.path, manifest, read };
  } finally {
    await directory.discardWork();
    await release();
  }
}

/** Rows, and how unusual a model of earlier rows finds them. */
interface Trial {
  readonly rows: Int32Array;
  readonly scores: Float64Array;
}

interface About {
  readonly examples: AnomalyExamples;
  readonly fitted: FittedDetector;
  readonly recipe: AnomalyRecipe;
  readonly tested: Trial;
  /** As it was before the tested part was known. */
  readonly testedLimit: number;
  readonly reading: AnomalyManifest['reading'];
  readonly seconds: number;
}

const rowsBetween = ({ places }: AnomalyExamples, from: number, to: number): Int32Array =>
  Int32Array.from(places.keys()).filter((row) => places[row]! >= from && places[row]! < to);

const usualRows = ({ known }: AnomalyExamples, rows: Int32Array): Int32Array =>
  known === null ? rows : rows.filter((row) => known[row] === 0);

/** The score that only a share of usual rows exceeds; with too few of them, their largest one. */
function limitOf({ known }: AnomalyExamples, { rows, scores }: Trial, falseAlarms: number): number {
  const usual = scores.filter((_, at) => known === null || known[rows[at]!] === 0);
  const limit = conformalQuantile(usual, 1 - falseAlarms);
  const largest = usual.reduce((most, score) => Math.max(most, score), 0);
  return Math.max(SMALLEST_LIMIT, Number.isFinite(limit) ? limit : largest);
}

async function writeModel(
  directory: ModelDirectory,
  { examples, fitted, recipe, tested, testedLimit, reading, seconds }: About,
  { preprocessing, name, source, seed, provenance }: TrainAnomaliesRequest,
): Promise<AnomalyManifest> {
  const scores = tested.scores.map((score) => score / testedLimit);
  const report = {
    ...measureAnomalies(examples, tested.rows, scores, { seed, quiet: reading.quiet, whole: false }),
    protocol: { kind: 'by-time' as const, share: Number((1 - TESTED).toFixed(6)) },
  };
  const bytes = fitted.toOnnx({ name, recipe });
  const onnx = {
    opset: OPSET,
    inputs: [{ name: FEATURES, dtype: 'float32' as const, shape: [preprocessing.features.length] }],
    outputs: [{ name: UNUSUAL, dtype: 'float32' as const, shape: [outputsOf(preprocessing)], meaning: UNUSUAL }],
  };
  const parity = await checkParity({ bytes, ...onnx }, fitted, examples, outputsOf(preprocessing));
  const file = await directory.stageFile(ONNX_FILE, bytes);
  const manifest: AnomalyManifest = {
    ...draftManifest({
      ...{ name, source, seed, engine: `lintel ${recipe}`, seconds, contentHash: examples.hash, provenance },
      examples: { train: examples.series.length, test: report.examples },
    }),
    task: 'time-series-anomaly',
    architecture: { name: recipe, parameters: fitted.parameters, config: { ...fitted.config } },
    ...{ preprocessing, reading },
    onnx: { ...file, ...onnx, parity },
    sideFiles: [],
    evaluation: report,
    driftReference: referenceOf(examples, tested.rows, scores, preprocessing),
  };
  await directory.stageManifest(manifest);
  await directory.publish();
  return manifest;
}

/** The newest value of each signal in the tested rows, and what is said of them. */
function referenceOf(
  { newest }: AnomalyExamples,
  rows: Int32Array,
  scores: Float64Array,
  { signals }: AnomalyPreprocessing,
): DriftReference {
  const reference = new DriftReferenceBuilder(OUTCOMES);
  for (const at of evenlySpaced(rows.length, MOST_REFERENCE_ROWS)) {
    const values = signals.flatMap((signal, number) => {
      const value = newest[number]![rows[at]!]!;
      return Number.isNaN(value) ? [] : [[signal, value] as const];
    });
    reference.add({ features: Object.fromEntries(values), outcome: outcomeOf(scores[at]!), confidence: null });
  }
  return reference.build();
}

/** @throws LintelError PARITY_FAILED */
async function checkParity(
  graph: Parameters<typeof runWindows>[0],
  fitted: FittedDetector,
  { features }: AnomalyExamples,
  width: number,
): Promise<AnomalyManifest['onnx']['parity']> {
  const some = takeMatrixRows(features, evenlySpaced(features.rows, MOST_PARITY_ROWS));
  const ofRows = (outputs: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: some.rows }, (_, row) => outputs[row * width]!);
  const expected = ofRows(fitted.score(some));
  const worst = largestDifference(expected, ofRows(await runWindows(graph, some, UNUSUAL)), scaleOf(expected));
  return judgeParity(worst, some.rows, {
    problem: 'The exported model gives different scores than the fitted one, so it was discarded.',
    examples: 'windows',
    cure: REPORT_RECIPE,
  });
}

function checkCounts(training: number, tested: number): void {
  if (training + tested >= FEWEST_ROWS && training > 0) return;
  throw new LintelError('DATASET_INVALID', {
    problem: 'There are too few rows to learn what is usual and to measure it.',
    expected: `at least ${FEWEST_ROWS} rows`,
    received: `${training} usual ones to learn from, ${tested} to measure`,
    cure: 'Add earlier rows.',
  });
}
