import { type AnomalyReport, type ManifestOf } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { type Table } from '../../../tables/table';
import { runWindows } from '../../series/run-windows';
import { outputsOf, type RowScores, scoresIn, UNUSUAL } from '../anomaly-output';
import { anomalyExamples, type ReadAnomalyExamples } from './anomaly-examples';
import { measureAnomalies, type MeasureAnomaliesOptions } from './measure-anomalies';

export type AnomalyModel = Pick<StoredModel<'time-series-anomaly'>, 'manifest' | 'onnx'>;
export type AnomalyManifest = ManifestOf<'time-series-anomaly'>;

/** How unusual a model finds each row of some series. */
export interface ScoredRows extends ReadAnomalyExamples {
  readonly scores: readonly RowScores[];
}

/**
 * Scores every row of some series, as the model serves.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, INVALID_ARGUMENT
 */
export async function scoreRows(
  { manifest, onnx }: AnomalyModel,
  table: Table,
  signal?: AbortSignal,
): Promise<ScoredRows> {
  const { preprocessing, reading } = manifest;
  const { examples, read } = anomalyExamples(table, preprocessing);
  const { inputs, outputs } = manifest.onnx;
  const answers = await runWindows({ bytes: onnx, inputs, outputs }, examples.features, UNUSUAL, signal);
  const width = outputsOf(preprocessing);
  const scores = Array.from(examples.series, (_, row) => scoresIn(answers, row, width, reading));
  return { examples, read, scores };
}

export interface EvaluatedAnomalies extends ScoredRows {
  readonly report: AnomalyReport;
  /** True if the model has learned from these very rows. */
  readonly learned: boolean;
}

/** Measures a model on series, as it serves. */
export async function evaluateAnomalies(
  model: AnomalyModel,
  table: Table,
  {
    signal,
    ...options
  }: Pick<MeasureAnomaliesOptions, 'seed' | 'whole'> & { readonly signal?: AbortSignal | undefined },
): Promise<EvaluatedAnomalies> {
  const scored = await scoreRows(model, table, signal);
  const { reading, dataset } = model.manifest;
  const { examples, scores } = scored;
  const measured = measureAnomalies(
    examples,
    Int32Array.from(scores.keys()),
    Float64Array.from(scores, ({ score }) => score),
    { ...options, quiet: reading.quiet },
  );
  return {
    ...scored,
    report: { ...measured, protocol: { kind: 'held-out' } },
    learned: examples.hash === dataset.contentHash,
  };
}
