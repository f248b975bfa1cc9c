import { OnnxGraph } from '../../../../export/onnx/onnx-graph';
import { quantileOf } from '../../../../numbers/quantile';
import { featureValues } from '../../../../tables/feature-matrix';
import { FEATURES } from '../../../series/run-windows';
import {
  addLargest,
  addZeroForMissing,
  type FitDetectorRequest,
  type FittedDetector,
  withLargest,
} from '../fitted-detector';

/** From the 5 % to the 95 % quantile a normal distribution spans so many standard deviations. */
const DEVIATIONS = 3.289707;
/** A scale is at least this share of the centre, so that a signal that never moved has one. */
const SMALLEST_SHARE = 1e-3;
const SMALLEST = 1e-6;

/** The middle and the scale of a feature, which single extreme values do not move (Huber 1981). */
export interface RobustScale {
  readonly centre: number;
  readonly scale: number;
}

/** @param values NaN is missing */
export function robustScale(values: ArrayLike<number>): RobustScale {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return { centre: 0, scale: 1 };
  const centre = quantileOf(sorted, 0.5);
  const scale = (quantileOf(sorted, 0.95) - quantileOf(sorted, 0.05)) / DEVIATIONS;
  return { centre, scale: Math.max(scale, SMALLEST_SHARE * Math.abs(centre), SMALLEST) };
}

/**
 * How many standard deviations the newest value, the level, the spread and the slope of each signal are from their
 * middle in the training; of a signal the largest one.
 */
export function fitRobustLimits({ features, about: { signals } }: FitDetectorRequest): FittedDetector {
  const scales = features.columns.map((_, column) => robustScale(featureValues(features, column)));
  const [width, inputs] = [signals.length, scales.length];
  const each = inputs / width;
  return {
    score: ({ rows, values }) => {
      const scores = new Float64Array(rows * width);
      for (let row = 0; row < rows; row += 1) {
        scales.forEach(({ centre, scale }, column) => {
          const place = row * width + Math.floor(column / each);
          const deviation = Math.abs(values[column * rows + row]! - centre) / scale;
          if (deviation > scores[place]!) scores[place] = deviation;
        });
      }
      return withLargest(scores, width);
    },
    toOnnx: (metadata) => {
      const graph = new OnnxGraph('robust-limits');
      const input = graph.input(FEATURES, ['batch', inputs]);
      const constant = (label: string, of: (scale: RobustScale) => number): string =>
        graph.floats(label, [inputs], Float32Array.from(scales, of));
      const distance = graph.node('Abs', [graph.node('Sub', [input, constant('centre', ({ centre }) => centre)])]);
      const deviations = addZeroForMissing(
        graph,
        graph.node('Div', [distance, constant('scale', ({ scale }) => scale)]),
      );
      const bySignal = graph.node('Reshape', [deviations, graph.integers('by_signal', [-1, width, each])]);
      addLargest(graph, graph.node('ReduceMax', [bySignal], { axes: { ints: [2] }, keepdims: { int: 0 } }), width);
      return graph.toModel(metadata);
    },
    parameters: 2 * inputs,
    config: { scales },
  };
}
