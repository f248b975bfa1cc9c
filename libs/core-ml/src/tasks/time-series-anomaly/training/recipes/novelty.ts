import { OnnxGraph } from '../../../../export/onnx/onnx-graph';
import { FEATURES } from '../../../series/run-windows';
import {
  addLargest,
  addZeroForMissing,
  type FitDetectorRequest,
  type FittedDetector,
  withLargest,
} from '../fitted-detector';

/** How far the newest value of each signal is from all values of the steps before it: the features themselves. */
export function fitNovelty({ about: { signals, features } }: FitDetectorRequest): FittedDetector {
  const width = signals.length;
  return {
    score: ({ rows, values }) => {
      const scores = Float64Array.from({ length: rows * width }, (_, at) => {
        const value = values[(at % width) * rows + Math.floor(at / width)]!;
        return Number.isNaN(value) ? 0 : value;
      });
      return withLargest(scores, width);
    },
    toOnnx: (metadata) => {
      const graph = new OnnxGraph('novelty');
      addLargest(graph, addZeroForMissing(graph, graph.input(FEATURES, ['batch', width])), width);
      return graph.toModel(metadata);
    },
    parameters: 1,
    config: { length: features[0]?.kind === 'novelty' ? features[0].length : 0 },
  };
}
