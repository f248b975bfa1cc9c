import { OnnxGraph } from '../../../../export/onnx/onnx-graph';
import { type FeatureMatrix, featureValues, takeMatrixRows } from '../../../../tables/feature-matrix';
import { predictTrees } from '../../../../trees/predict-trees';
import { trainTrees } from '../../../../trees/train-trees';
import { addTreeEnsemble } from '../../../../trees/tree-ensemble-node';
import { type TreeModel } from '../../../../trees/tree-model';
import { FEATURES } from '../../../series/run-windows';
import {
  addLargest,
  addZeroForMissing,
  type FitDetectorRequest,
  type FittedDetector,
  withLargest,
} from '../fitted-detector';
import { robustScale } from './robust-limits';

const TREES = { rounds: 150, learningRate: 0.06, leaves: 8, minLeafRows: 20 } as const;
/** A forecast that is this exact, in shares of the signal's own scale, is not trusted to be more exact. */
const SMALLEST_SHARE = 0.01;

/** What is forecast of one signal, and how far its values usually are from that. */
interface SignalForecast {
  readonly trees: TreeModel;
  readonly scale: number;
}

/**
 * How far the newest value of each signal is from the forecast of boosted trees that see the steps before it, in units
 * of the usual distance.
 * @throws LintelError as `trainTrees`
 */
export async function fitResidual(request: FitDetectorRequest): Promise<FittedDetector> {
  const { features, about, seed, signal, onProgress } = request;
  const width = about.signals.length;
  const forecasts: SignalForecast[] = [];
  for (const at of about.signals.keys()) {
    const own = featureValues(features, at);
    const rows = Int32Array.from({ length: features.rows }, (_, row) => row).filter((row) => !Number.isNaN(own[row]!));
    const before = takeMatrixRows(withoutNewest(features, width), rows);
    const targets = Float64Array.from(rows, (row) => own[row]!);
    const { model: trees } = await trainTrees({
      training: { features: before, targets },
      options: { ...TREES, objective: { kind: 'absolute-error' } },
      seed,
      onRound: ({ round }) => onProgress?.((at + Math.min(1, round / TREES.rounds)) / width),
      ...(signal ? { signal } : {}),
    });
    const predicted = predictTrees(trees, before);
    const { scale } = robustScale(targets.map((value, row) => value - predicted[row]!));
    forecasts.push({ trees, scale: Math.max(scale, SMALLEST_SHARE * robustScale(own).scale) });
  }
  return {
    score: (matrix) => {
      const before = withoutNewest(matrix, width);
      const scores = new Float64Array(matrix.rows * width);
      forecasts.forEach(({ trees, scale }, at) => {
        const predicted = predictTrees(trees, before);
        featureValues(matrix, at).forEach((value, row) => {
          if (!Number.isNaN(value)) scores[row * width + at] = Math.abs(value - predicted[row]!) / scale;
        });
      });
      return withLargest(scores, width);
    },
    toOnnx: (metadata) => residualOnnx(forecasts, features.columns.length, metadata),
    parameters: forecasts.reduce((sum, { trees }) => sum + trees.feature.length, 0),
    config: { ...TREES },
  };
}

/** What the trees see: all features behind the newest value of each signal. */
function withoutNewest({ rows, columns, values }: FeatureMatrix, width: number): FeatureMatrix {
  return { rows, columns: columns.slice(width), values: values.subarray(width * rows) };
}

function residualOnnx(
  forecasts: readonly SignalForecast[],
  inputs: number,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const width = forecasts.length;
  const graph = new OnnxGraph('residual');
  const input = graph.input(FEATURES, ['batch', inputs]);
  const slice = (from: number, to: number): string =>
    graph.node('Slice', [
      input,
      graph.integers('from', [from]),
      graph.integers('to', [to]),
      graph.integers('axis', [1]),
    ]);
  const before = slice(width, inputs);
  const predicted = forecasts.map(({ trees }) => addTreeEnsemble(graph, trees, before));
  const all = predicted.length === 1 ? predicted[0]! : graph.node('Concat', predicted, { axis: { int: 1 } });
  const scales = graph.floats(
    'scale',
    [width],
    Float32Array.from(forecasts, ({ scale }) => scale),
  );
  const distance = graph.node('Abs', [graph.node('Sub', [slice(0, width), all])]);
  addLargest(graph, addZeroForMissing(graph, graph.node('Div', [distance, scales])), width);
  return graph.toModel(metadata);
}
