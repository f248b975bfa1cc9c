import { OnnxGraph } from '../export/onnx/onnx-graph';
import { addTreeEnsemble } from './tree-ensemble-node';
import { outputsOf, type TreeModel } from './tree-model';

export const TREES_INPUT = 'features';
export const TREES_MARGIN = 'margin';
/** The probability of 1, the probabilities of all classes, or the number, as `predictTrees` gives it. */
export const TREES_ANSWER = 'answer';

/**
 * Writes trees as ONNX: input `features` float32 [batch, columns] with NaN for missing values and codes for categories;
 * outputs `margin` and `answer`, float32 [batch, outputs].
 * @param metadata written into the file
 */
export function exportTreesOnnx(model: TreeModel, metadata: Readonly<Record<string, string>>): Uint8Array {
  const graph = new OnnxGraph('boosted-trees');
  const input = graph.input(TREES_INPUT, ['batch', model.columns.length]);
  const margin = addTreeEnsemble(graph, model, input, TREES_MARGIN);
  const { kind } = model.objective;
  const link = kind === 'binary' ? 'Sigmoid' : kind === 'multiclass' ? 'Softmax' : 'Identity';
  graph.node(link, [margin], link === 'Softmax' ? { axis: { int: -1 } } : {}, TREES_ANSWER);
  graph.output(TREES_MARGIN, ['batch', outputsOf(model)]);
  graph.output(TREES_ANSWER, ['batch', outputsOf(model)]);
  return graph.toModel(metadata);
}
