import { type LinearModel } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { type LinearSums } from './predict-linear';

export interface LinearGraph {
  readonly bytes: Uint8Array;
  /** float32 [batch, columns]: the columns of the dense encoding. */
  readonly input: 'columns';
  /** `value` is float32 [batch, 1]; `probabilities` is float32 [batch, classes]. */
  readonly output: 'value' | 'probabilities';
}

/** Writes a linear model as an ONNX graph: MatMul, Add, then Sigmoid or Softmax. */
export function linearOnnx(model: LinearModel, metadata: Readonly<Record<string, string>> = {}): LinearGraph {
  const graph = new OnnxGraph('linear');
  const input = graph.input('columns', ['batch', model.coefficients[0]!.length]);
  const output = addLinear(graph, model, input);
  return { bytes: graph.toModel(metadata), input: 'columns', output };
}

/**
 * Adds the sums of a linear model and its answer, which is the graph's output.
 * @param input name of a value, float32 [batch, width]
 */
export function addLinear(graph: OnnxGraph, model: LinearSums, input: string): LinearGraph['output'] {
  const width = model.coefficients[0]!.length;
  // Two classes are written as the two outputs -sum and sum, so that each probability keeps its full precision.
  const signs = model.link === 'logistic' ? [-1, 1] : model.coefficients.map(() => 1);
  const outputs = signs.length;
  const of = (output: number): number => (model.link === 'logistic' ? 0 : output);
  const kernel = new Float32Array(width * outputs);
  for (let column = 0; column < width; column++)
    for (let output = 0; output < outputs; output++)
      kernel[column * outputs + output] = signs[output]! * model.coefficients[of(output)]![column]!;
  const bias = Float32Array.from(signs, (sign, output) => sign * model.intercepts[of(output)]!);

  const product = graph.node('MatMul', [input, graph.floats('kernel', [width, outputs], kernel)]);
  const isValue = model.link === 'identity';
  const output = isValue ? 'value' : 'probabilities';
  const biasName = graph.floats('bias', [outputs], bias);
  if (isValue) graph.node('Add', [product, biasName], {}, output);
  else {
    const sum = graph.node('Add', [product, biasName]);
    if (model.link === 'logistic') graph.node('Sigmoid', [sum], {}, output);
    else graph.node('Softmax', [sum], { axis: { int: 1 } }, output);
  }
  graph.output(output, ['batch', outputs]);
  return output;
}
