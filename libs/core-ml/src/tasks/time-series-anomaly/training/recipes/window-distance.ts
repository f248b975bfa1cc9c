import { OnnxGraph } from '../../../../export/onnx/onnx-graph';
import { evenlySpaced } from '../../../../numbers/evenly-spaced';
import { type FeatureMatrix, featureValues } from '../../../../tables/feature-matrix';
import { FEATURES } from '../../../series/run-windows';
import { addUnusual, addZeroForMissing, type FitDetectorRequest, type FittedDetector } from '../fitted-detector';
import { type RobustScale, robustScale } from './robust-limits';

/** Windows that are remembered, as far as all of them together hold no more than this many numbers. */
const MOST_WINDOWS = 1_000;
const MOST_NUMBERS = 200_000;
const FEWEST_WINDOWS = 50;

/**
 * The distance of the newest steps to the nearest window of the training, after each signal was divided by its scale:
 * the root of the mean squared difference over all signals and steps; of a signal over its own steps.
 */
export function fitWindowDistance({ features, about: { signals } }: FitDetectorRequest): FittedDetector {
  const inputs = features.columns.length;
  const [width, steps] = [signals.length, inputs / signals.length];
  const scales = signals.flatMap((_, signal): RobustScale[] => {
    const scale = robustScale(featureValues(features, signal * steps));
    return Array.from({ length: steps }, () => scale);
  });
  const windows = Math.max(FEWEST_WINDOWS, Math.min(MOST_WINDOWS, Math.floor(MOST_NUMBERS / inputs)));
  const rows = evenlySpaced(features.rows, windows);
  const memory = new Float32Array(rows.length * inputs);
  rows.forEach((row, at) => memory.set(scaledRow(features, row, scales), at * inputs));
  return {
    score: (matrix) => {
      const scores = new Float64Array(matrix.rows * (1 + width));
      for (let row = 0; row < matrix.rows; row += 1) {
        const window = scaledRow(matrix, row, scales);
        const nearest = nearestIn(memory, window);
        const squares = Float64Array.from(window, (value, at) => (value - memory[nearest * inputs + at]!) ** 2);
        const means = signals.map((_, signal) => meanOf(squares.subarray(signal * steps, (signal + 1) * steps)));
        scores.set([Math.sqrt(meanOf(means)), ...means.map(Math.sqrt)], row * (1 + width));
      }
      return scores;
    },
    toOnnx: (metadata) => {
      const graph = new OnnxGraph('window-distance');
      const input = graph.input(FEATURES, ['batch', inputs]);
      const constant = (label: string, of: (scale: RobustScale) => number): string =>
        graph.floats(label, [inputs], Float32Array.from(scales, of));
      const centred = graph.node('Sub', [input, constant('centre', ({ centre }) => centre)]);
      const window = addZeroForMissing(graph, graph.node('Div', [centred, constant('scale', ({ scale }) => scale)]));
      const remembered = graph.floats('memory', [rows.length, inputs], memory);
      const one = graph.node('Reshape', [window, graph.integers('one', [-1, 1, inputs])]);
      const differences = graph.node('Sub', [one, remembered]);
      const squared = graph.node('Mul', [differences, differences]);
      const distances = graph.node('ReduceSum', [squared, graph.integers('last', [2])], { keepdims: { int: 0 } });
      const nearest = graph.node('ArgMin', [distances], { axis: { int: 1 }, keepdims: { int: 0 } });
      const difference = graph.node('Sub', [window, graph.node('Gather', [remembered, nearest], { axis: { int: 0 } })]);
      const squares = graph.node('Mul', [difference, difference]);
      const bySignal = graph.node('Reshape', [squares, graph.integers('by_signal', [-1, width, steps])]);
      const means = graph.node('ReduceMean', [bySignal], { axes: { ints: [2] }, keepdims: { int: 0 } });
      const all = graph.node('ReduceMean', [means], { axes: { ints: [1] }, keepdims: { int: 1 } });
      addUnusual(graph, graph.node('Sqrt', [all]), graph.node('Sqrt', [means]), width);
      return graph.toModel(metadata);
    },
    parameters: memory.length,
    config: { windows: rows.length, steps },
  };
}

/** A window in units of the scales; a missing value counts as the middle. */
function scaledRow({ rows, values }: FeatureMatrix, row: number, scales: readonly RobustScale[]): Float32Array {
  return Float32Array.from(scales, ({ centre, scale }, column) => {
    const value = values[column * rows + row]!;
    return Number.isNaN(value) ? 0 : (value - Math.fround(centre)) / Math.fround(scale);
  });
}

/** The number of the window with the smallest sum of squared differences. */
function nearestIn(memory: Float32Array, window: Float32Array): number {
  let [nearest, least] = [0, Infinity];
  for (let at = 0; at < memory.length / window.length; at += 1) {
    let sum = 0;
    for (let place = 0; place < window.length && sum < least; place += 1) {
      sum += (window[place]! - memory[at * window.length + place]!) ** 2;
    }
    if (sum < least) [nearest, least] = [at, sum];
  }
  return nearest;
}

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
