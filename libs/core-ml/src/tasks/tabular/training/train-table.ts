import {
  type ManifestOf,
  type MetricReport,
  type SearchConfiguration,
  type SearchSummary,
  type TableRecipe,
  type TableSchema,
} from '@lintel/contracts';
import { conformalHalfWidth } from './conformal';
import { draftManifest, type JobProvenance } from '../../../export/draft-manifest';
import { ModelDirectory } from '../../../export/model-directory';
import { OPSET } from '../../../export/onnx/onnx-graph';
import { largestDifference, scaleOf } from '../../../export/largest-difference';
import { judgeParity, REPORT_RECIPE } from '../../../export/judge-parity';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { OnnxSession } from '../../../inference/onnx-session';
import { crossValidation } from '../../../tables/splits';
import { type Table, takeRows } from '../../../tables/table';
import { EXPLAINER_FILE, encodeFitted } from '../explainer';
import { type EncodedRows, encodeRows } from '../encode-rows';
import { ANSWER } from '../served-tables';
import { measureTable, type MeasureOptions } from './measure-table';
import { calibrateFitted, chooseCalibration, type PlattScaling } from './calibrate-table';
import { foldsOf, readTableData, type TableData, type TableTarget, takePlaces, takeTarget } from './table-data';
import { tableReference, type TestedRows } from './table-reference';
import { fitRecipe, type FittedRecipe, graphOf, predictFitted, type TableGraph } from './table-recipes';

export type TableManifest = ManifestOf<'tabular-classification' | 'tabular-regression'>;

export interface TrainTableRequest {
  readonly table: Table;
  readonly schema: TableSchema;
  /** Default: by the values of the target. */
  readonly task?: TableManifest['task'] | undefined;
  /**
   * Default: trees and linear are both tried, and the better one of the cross-validation is kept. A network takes longer
   * and needs the native engine, so it is trained on request.
   */
  readonly recipe?: TableRecipe | undefined;
  /** A search that chose the recipe and its settings on the rows of the table. */
  readonly search?: ChosenBySearch | undefined;
  /** The class whose probability is predicted, of two. */
  readonly positive?: string | undefined;
  readonly name: string;
  /** Where the table came from, for the manifest. */
  readonly source: string;
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly seed: number;
  /** The job and the data that the model comes from. Default: unknown. */
  readonly provenance?: JobProvenance | undefined;
  /** Writes further files into the new folder of the model. */
  readonly beside?: ((staged: string) => Promise<void>) | undefined;
  /** Metrics that are measured on request. */
  readonly optional?: MeasureOptions['optional'];
  readonly onProgress?: ((what: string, done: number) => void) | undefined;
  /** Receives the cross-validated report of each recipe as soon as it is measured. */
  readonly onTrial?: ((recipe: TableRecipe, report: MetricReport) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ChosenBySearch {
  readonly recipe: TableRecipe;
  readonly settings: SearchConfiguration;
  readonly summary: SearchSummary;
  /** Rows that chose nothing: the model is measured on them, because its cross-validation is part of the choice. */
  readonly test: Table;
}

export interface TrainedTable {
  readonly directory: string;
  readonly manifest: TableManifest;
  /** The reports of all recipes that were tried, by recipe. */
  readonly tried: Readonly<Partial<Record<TableRecipe, MetricReport>>>;
  /** Rows that were left out because their target is missing. */
  readonly withoutTarget: number;
}

const FOLDS = 5;
const PARITY_ROWS = 1_000;
const INTERVAL_LEVEL = 0.9;
const UNSURE_BELOW = 0.6;
const ONNX_FILE = 'model.onnx';

/**
 * Trains a model on the rows of a table. Each recipe is measured by cross-validation (by time or group where the schema
 * names one), the better one is fitted to all rows, written as ONNX, and refused if the graph answers differently.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT, OUTPUT_UNWRITABLE, PARITY_FAILED, CANCELLED,
 *   ENGINE_MISSING (recipe mlp); the model's folder is left unchanged
 */
export async function trainTable(request: TrainTableRequest): Promise<TrainedTable> {
  const { seed, signal, onProgress } = request;
  const kind = request.task === undefined ? undefined : request.task === 'tabular-regression' ? 'values' : 'classes';
  const data = readTableData(request.table, request.schema, { kind, positive: request.positive });
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  try {
    await directory.prepare(request.overwrite ?? false);
    const started = performance.now();
    const settings = request.search?.settings;
    const given = request.search?.recipe ?? request.recipe;
    const recipes: readonly TableRecipe[] = given === undefined ? ['trees', 'linear'] : [given];
    const trials = [];
    for (const recipe of recipes) {
      const trial = await crossValidate(recipe, data, request);
      trials.push(trial);
      request.onTrial?.(recipe, trial.report);
    }
    const best = trials.reduce((one, other) => (isBetter(other.report, one.report) ? other : one));
    const fitted = await fitRecipe(best.recipe, {
      ...data,
      seed,
      settings,
      signal,
      onProgress: onProgress && ((done) => onProgress(`Fitting ${best.recipe} to all rows`, done)),
    });
    const seconds = (performance.now() - started) / 1000;
    const { scaling } = best;
    const calibrated: FittedRecipe =
      scaling === null
        ? fitted
        : {
            ...fitted,
            fitted: calibrateFitted(fitted.fitted, scaling),
            config: { ...fitted.config, calibration: { method: 'platt', ...scaling } },
          };
    const manifest = await writeModel(directory, calibrated, best, data, request, seconds);
    const tried = Object.fromEntries(trials.map(({ recipe, report }) => [recipe, report]));
    return { directory: directory.path, manifest, tried, withoutTarget: data.withoutTarget };
  } finally {
    await directory.discardWork();
    await release();
  }
}

interface Trial {
  readonly recipe: TableRecipe;
  readonly report: MetricReport;
  readonly tested: TestedRows;
  /** Half the width of an interval around each value; null for classes, or if there are too few rows. */
  readonly interval: { readonly level: number; readonly halfWidth: number } | null;
  /** Makes the probabilities of two classes better; null if they are better as they are. */
  readonly scaling: PlattScaling | null;
}

async function crossValidate(recipe: TableRecipe, data: TableData, request: TrainTableRequest): Promise<Trial> {
  const { table, schema, target } = data;
  const { seed, signal, onProgress } = request;
  const folds = foldsOf(data, FOLDS, seed);
  const tested: number[] = [];
  const answers: number[] = [];
  for (const [index, { train, test }] of folds.entries()) {
    const fitted = await fitRecipe(recipe, {
      table: takeRows(table, train),
      schema,
      target: takeTarget(target, train),
      ...takePlaces(data, train),
      seed,
      settings: request.search?.settings,
      signal,
      onProgress: onProgress && ((done) => onProgress(`Cross-validating ${recipe}`, (index + done) / folds.length)),
    });
    const own = predictFitted(fitted, encodeRows(takeRows(table, test), fitted.preprocessing));
    const outputs = own.length / test.length;
    test.forEach((row, at) => {
      tested.push(row);
      for (let output = 0; output < outputs; output++) answers.push(own[at * outputs + output]!);
    });
  }
  const rows = Int32Array.from(tested);
  const ofTested = takeTarget(target, rows);
  const { scaling, predicted } = calibrated(recipe, Float64Array.from(answers), ofTested, seed);
  const { groups } = takePlaces(data, rows);
  const metrics = measureTable(predicted, ofTested, {
    seed,
    optional: request.optional,
    ...(groups === undefined ? {} : { groups }),
  });
  const by = data.times !== undefined ? 'time' : groups !== undefined ? 'group' : 'row';
  const report: MetricReport = {
    examples: rows.length,
    protocol: { kind: 'cross-validation', folds: folds.length, by },
    metrics,
  };
  if (ofTested.kind === 'classes') return { recipe, report, tested: { rows, predicted }, interval: null, scaling };
  const halfWidth = conformalHalfWidth(predicted, ofTested.values, INTERVAL_LEVEL);
  return {
    recipe,
    report,
    tested: { rows, predicted },
    scaling,
    interval: Number.isFinite(halfWidth) ? { level: INTERVAL_LEVEL, halfWidth } : null,
  };
}

/** The answers as the calibrated model would give them. */
function calibrated(
  recipe: TableRecipe,
  answers: Float64Array,
  target: TableTarget,
  seed: number,
): { scaling: PlattScaling | null; predicted: Float64Array } {
  // The points of a scorecard have a fixed meaning in odds.
  if (target.kind === 'values' || target.classNames.length !== 2 || recipe === 'scorecard')
    return { scaling: null, predicted: answers };
  const { labels } = target;
  const outputs = answers.length / labels.length;
  const positive = Float64Array.from(labels, (_, row) => answers[(row + 1) * outputs - 1]!);
  const folds = crossValidation({ rows: labels.length, labels }, FOLDS, seed);
  const { scaling, probabilities } = chooseCalibration(positive, labels, folds);
  return { scaling, predicted: scaling === null ? answers : probabilities };
}

/** By the first metric that both have: AUC for two classes, accuracy for more, RMSE for values. */
function isBetter(one: MetricReport, other: MetricReport): boolean {
  if (one.metrics['rmse'] && other.metrics['rmse']) return one.metrics['rmse'].value < other.metrics['rmse'].value;
  const key = one.metrics['auc'] ? 'auc' : 'accuracy';
  return one.metrics[key]!.value > other.metrics[key]!.value;
}

async function writeModel(
  directory: ModelDirectory,
  fitted: FittedRecipe,
  { recipe, report, tested, interval }: Trial,
  data: TableData,
  { name, source, seed, provenance, beside, search, optional }: TrainTableRequest,
  seconds: number,
): Promise<TableManifest> {
  const { target, table, contentHash } = data;
  const outputs = target.kind === 'values' ? 1 : target.classNames.length;
  const graph = graphOf(fitted, outputs, { name, recipe });
  const parity = await checkTableParity(graph, fitted, table);
  const file = await directory.stageFile(ONNX_FILE, graph.bytes);
  const reasons = await directory.stageFile(EXPLAINER_FILE[recipe], encodeFitted(fitted.fitted));
  const explainer = { kind: recipe, file: reasons.file };
  const held = search && measureHeldOut(fitted, data, search.test, { seed, optional });
  const draft = draftManifest({
    ...{ name, source, seed, engine: `lintel ${recipe}`, seconds, contentHash, provenance },
    examples: { train: table.rows, test: (held?.report ?? report).examples },
  });
  const common = {
    ...draft,
    ...(held && {
      training: { ...draft.training, search: search.summary },
      dataset: { ...draft.dataset, fittedToAll: false },
      provenance: { ...draft.provenance, testSetHash: held.contentHash },
    }),
    architecture: { name: recipe, parameters: fitted.parameters, config: { ...fitted.config } },
    preprocessing: fitted.preprocessing,
    onnx: { ...file, opset: OPSET, inputs: graph.inputs, outputs: graph.outputs, parity },
    sideFiles: [reasons],
    evaluation: held?.report ?? report,
    driftReference: tableReference(data, tested),
  };
  const manifest: TableManifest =
    target.kind === 'values'
      ? { ...common, task: 'tabular-regression', reading: { interval, explainer } }
      : {
          ...common,
          task: 'tabular-classification',
          reading: {
            classNames: [...target.classNames],
            // With many classes the highest probability is often below one half.
            unsureBelow: Math.max(UNSURE_BELOW, 1 / target.classNames.length),
            explainer,
          },
        };
  await directory.stageManifest(manifest);
  await beside?.(directory.staged);
  await directory.publish();
  return manifest;
}

/** Measures a fitted model on rows that took no part in choosing it. */
function measureHeldOut(
  fitted: FittedRecipe,
  { schema, target }: TableData,
  test: Table,
  options: Pick<MeasureOptions, 'seed' | 'optional'>,
): { readonly report: MetricReport; readonly contentHash: string } {
  const kind = target.kind === 'values' ? { kind: target.kind } : { kind: target.kind, classNames: target.classNames };
  const held = readTableData(test, schema, kind);
  const answers = predictFitted(fitted, encodeRows(held.table, fitted.preprocessing));
  const { groups } = held;
  const metrics = measureTable(answers, held.target, { ...options, ...(groups === undefined ? {} : { groups }) });
  const report: MetricReport = { examples: held.table.rows, protocol: { kind: 'held-out' }, metrics };
  return { report, contentHash: held.contentHash };
}

/**
 * Compares the graph on onnxruntime with the fitter's own answers.
 * @throws LintelError PARITY_FAILED
 */
async function checkTableParity(
  graph: TableGraph,
  fitted: FittedRecipe,
  table: Table,
): Promise<TableManifest['onnx']['parity']> {
  const some = takeRows(table, evenlySpaced(table.rows, PARITY_ROWS));
  const encoded: EncodedRows = encodeRows(some, fitted.preprocessing);
  const expected = predictFitted(fitted, encoded);
  const session = await OnnxSession.open(graph.bytes, graph);
  const outputs = await session
    .run({ [graph.inputs[0]!.name]: encoded.input }, encoded.rows)
    .finally(() => session.close());
  const answer = outputs[graph.outputs.find(({ meaning }) => meaning === ANSWER)!.name]!;
  const worst = largestDifference(expected, Float64Array.from(answer, Number), scaleOf(expected));
  return judgeParity(worst, encoded.rows, {
    problem: 'The exported model gives different answers than the fitted one, so it was discarded.',
    examples: 'rows',
    cure: REPORT_RECIPE,
  });
}
