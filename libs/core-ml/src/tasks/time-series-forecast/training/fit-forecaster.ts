import { OnnxGraph } from '../../../export/onnx/onnx-graph';
import { type FeatureMatrix, takeMatrixRows } from '../../../tables/feature-matrix';
import { predictTrees } from '../../../trees/predict-trees';
import { addTreeEnsemble } from '../../../trees/tree-ensemble-node';
import { type TreeModel } from '../../../trees/tree-model';
import { type TreeOptionsInput } from '../../../trees/tree-options';
import { trainTrees } from '../../../trees/train-trees';
import { FEATURES } from '../../series/run-windows';
import { FORECAST, OUTPUTS } from '../forecast-output';
import { type ForecastExamples } from './forecast-examples';

/** Boosted trees for the value, and for the quantiles below and above it. */
export interface Forecaster {
  readonly value: TreeModel;
  readonly low: TreeModel;
  readonly high: TreeModel;
}

export interface FitForecasterRequest {
  readonly examples: ForecastExamples;
  /** The examples to fit to. */
  readonly rows: Int32Array;
  /** What the value is: the median has the least absolute error, the mean the least squared one. */
  readonly centre: 'median' | 'mean';
  /** The probability of the band, such as 0.9. */
  readonly level: number;
  readonly seed: number;
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Windows overlap, so there are more of them than of the rows of a table, and leaves may be more and larger. */
export const FORECAST_TREES = { rounds: 400, learningRate: 0.04, leaves: 16, minLeafRows: 20 } as const;

/**
 * Fits the median or the mean, and the quantiles of a band, each by its own loss.
 * @throws LintelError as `trainTrees`
 */
export async function fitForecaster({
  examples,
  rows,
  centre,
  level,
  seed,
  onProgress,
  signal,
}: FitForecasterRequest): Promise<Forecaster> {
  const training = {
    features: takeMatrixRows(examples.features, rows),
    targets: Float64Array.from(rows, (row) => examples.targets[row]!),
  };
  const fit = async (objective: TreeOptionsInput['objective'], part: number): Promise<TreeModel> => {
    const { model } = await trainTrees({
      training,
      options: { ...FORECAST_TREES, objective },
      seed,
      onRound: ({ round }) => onProgress?.((part + Math.min(1, round / FORECAST_TREES.rounds)) / OUTPUTS),
      ...(signal ? { signal } : {}),
    });
    return model;
  };
  return {
    value: await fit({ kind: centre === 'median' ? 'absolute-error' : 'squared-error' }, 0),
    low: await fit({ kind: 'quantile', level: (1 - level) / 2 }, 1),
    high: await fit({ kind: 'quantile', level: (1 + level) / 2 }, 2),
  };
}

/** @returns float64 [rows, 3] as the graph's output */
export function predictForecaster({ value, low, high }: Forecaster, features: FeatureMatrix): Float64Array {
  const parts = [value, low, high].map((model) => predictTrees(model, features));
  return Float64Array.from({ length: features.rows * OUTPUTS }, (_, at) => {
    return parts[at % OUTPUTS]![Math.floor(at / OUTPUTS)]!;
  });
}

/** Writes the trees as one graph: `features` float32 [batch, features] to `forecast` float32 [batch, 3]. */
export function forecasterOnnx(
  { value, low, high }: Forecaster,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const graph = new OnnxGraph('forecaster');
  const input = graph.input(FEATURES, ['batch', value.columns.length]);
  const parts = [value, low, high].map((model) => addTreeEnsemble(graph, model, input));
  graph.node('Concat', parts, { axis: { int: 1 } }, FORECAST);
  graph.output(FORECAST, ['batch', OUTPUTS]);
  return graph.toModel(metadata);
}
