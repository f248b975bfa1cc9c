import { type LayerExporter } from './layer-exporter';
import { type OnnxGraph } from './onnx-graph';

/**
 * Looks up a row of the kernel for each id (Gather). A layer with `maskZero` passes on how many ids are not 0, so that
 * recurrent layers stop there; the zeros must stand at the end.
 */
export const exportEmbedding: LayerExporter = (graph, layer) => {
  const input = layer.inputs[0]!;
  const ids = input.dtype === 'int64' ? input.name : graph.node('Cast', [input.name], { to: { int: INT64 } });
  const kernel = layer.weights[0]!;
  const name = graph.node('Gather', [graph.floats('embeddings', kernel.shape, kernel.values), ids]);
  const lengths = layer.config['maskZero'] === true ? { lengths: countIds(graph, ids) } : {};
  return { name, shape: layer.outputShape, layout: 'channels-last', ...lengths };
};

const INT32 = 6;
const INT64 = 7;

/** int32 [batch], as recurrent operators take it. */
function countIds(graph: OnnxGraph, ids: string): string {
  const isPadding = graph.node('Equal', [ids, graph.integers('zero', [0])]);
  const isId = graph.node('Cast', [graph.node('Not', [isPadding])], { to: { int: INT32 } });
  return graph.node('ReduceSum', [isId, graph.integers('axis', [1])], { keepdims: { int: 0 } });
}
