import { type BackboneManifest } from '../../../backbones/backbone-manifest';
import { OnnxGraph } from '../../../export/onnx/onnx-graph';
import { joinOnnx, readOnnxParts } from '../../../export/onnx/onnx-parts';
import { SHORTEST } from '../../../unlikeness/class-distance';
import { type Projection } from './projection';

/** Name of the graph's output. */
export const EMBEDDING_OUTPUT = 'embedding';

/**
 * Joins a backbone and a projection into one ONNX graph. Input: the backbone's. Output: `embedding` float32 [batch,
 * size], of length 1.
 * @throws LintelError MODEL_INVALID
 */
export function embeddingGraph(
  backbone: Uint8Array,
  { name, onnx }: Pick<BackboneManifest, 'name' | 'onnx'>,
  { inputs, size, mean, weights }: Projection,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const graph = new OnnxGraph('head', 'head/');
  const centred = graph.node('Sub', [onnx.features.name, graph.floats('mean', [inputs], mean)]);
  const vector =
    weights === null ? centred : graph.node('MatMul', [centred, graph.floats('weights', [inputs, size], weights)]);
  // Written with operators that mean the same from operator set 13 on, because a foreign backbone may have a newer one.
  const squares = graph.node('Mul', [vector, vector]);
  const square = graph.node('ReduceSum', [squares, graph.integers('axes', [1])], { keepdims: { int: 1 } });
  const shortest = graph.floats('shortest', [1], Float32Array.of(SHORTEST));
  const length = graph.node('Max', [graph.node('Sqrt', [square]), shortest]);
  graph.node('Div', [vector, length], {}, EMBEDDING_OUTPUT);
  graph.output(EMBEDDING_OUTPUT, ['batch', size]);
  const parts = [readOnnxParts(backbone), readOnnxParts(graph.toModel({}))];
  return joinOnnx({ name: `${name}-embedding`, parts, inputs: [onnx.input], outputs: [EMBEDDING_OUTPUT], metadata });
}
