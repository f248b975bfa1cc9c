import { type MlpModel } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { addLinear, type LinearGraph } from '../linear/linear-onnx';

/** Writes a network as an ONNX graph: MatMul, Add and Relu for each hidden layer, then the nodes of a linear model. */
export function mlpOnnx(model: MlpModel, metadata: Readonly<Record<string, string>> = {}): LinearGraph {
  const graph = new OnnxGraph('mlp');
  const width = model.hidden[0]!.weights.length / model.hidden[0]!.biases.length;
  let layer = graph.input('columns', ['batch', width]);
  model.hidden.forEach(({ weights, biases }, depth) => {
    const units = biases.length;
    const shape = [weights.length / units, units];
    const kernel = graph.floats(`hidden-${depth}-kernel`, shape, Float32Array.from(weights));
    const bias = graph.floats(`hidden-${depth}-bias`, [units], Float32Array.from(biases));
    layer = graph.node('Relu', [graph.node('Add', [graph.node('MatMul', [layer, kernel]), bias])]);
  });
  const output = addLinear(graph, model, layer);
  return { bytes: graph.toModel(metadata), input: 'columns', output };
}
