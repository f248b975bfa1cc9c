import { type ManifestOf } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { type TextModel } from './text-model';

type Onnx = ManifestOf<'text-classification'>['onnx'];

/** Names of the graph's inputs and of its output, which is also the meaning of that. */
export const TEXT_TENSORS = { terms: 'terms', weights: 'weights', probabilities: 'probabilities' } as const;

export interface TextGraph {
  readonly bytes: Uint8Array;
  readonly inputs: Onnx['inputs'];
  readonly outputs: Onnx['outputs'];
}

/**
 * Writes a linear model of texts as an ONNX graph: the rows of the coefficients that belong to the terms (Gather), times
 * their weights (MatMul), plus the intercepts, then Sigmoid or Softmax. No vector as long as the vocabulary is made.
 * Inputs: `terms` int64 [batch, mostTerms], positions from 1, 0 where there is no term; `weights` float32 [batch,
 * mostTerms]. Output: `probabilities` float32 [batch, classes].
 */
export function textGraph(
  { link, terms, coefficients, intercepts }: TextModel,
  mostTerms: number,
  metadata: Readonly<Record<string, string>>,
): TextGraph {
  // Two classes are written as the two scores -s and s, so that each probability keeps its full precision.
  const scores = link === 'logistic' ? [-1, 1].map((sign) => ({ sign, from: 0 })) : everyScore(coefficients.length);
  const outputs = scores.length;
  const table = new Float32Array((terms.length + 1) * outputs);
  scores.forEach(({ sign, from }, output) => {
    coefficients[from]!.forEach((value, term) => (table[(term + 1) * outputs + output] = sign * value));
  });
  const bias = Float32Array.from(scores, ({ sign, from }) => sign * intercepts[from]!);

  const graph = new OnnxGraph('text');
  const ids = graph.input(TEXT_TENSORS.terms, ['batch', mostTerms], 'int64');
  const weights = graph.input(TEXT_TENSORS.weights, ['batch', mostTerms]);
  const known = graph.node('Gather', [graph.floats('coefficients', [terms.length + 1, outputs], table), ids]);
  const row = graph.node('Unsqueeze', [weights, graph.integers('axis', [1])]);
  const sums = graph.node('Squeeze', [graph.node('MatMul', [row, known]), graph.integers('axis', [1])]);
  const sum = graph.node('Add', [sums, graph.floats('intercepts', [outputs], bias)]);
  if (link === 'softmax') graph.node('Softmax', [sum], { axis: { int: 1 } }, TEXT_TENSORS.probabilities);
  else graph.node('Sigmoid', [sum], {}, TEXT_TENSORS.probabilities);
  graph.output(TEXT_TENSORS.probabilities, ['batch', outputs]);
  return {
    bytes: graph.toModel(metadata),
    inputs: [
      { name: TEXT_TENSORS.terms, dtype: 'int64', shape: [mostTerms] },
      { name: TEXT_TENSORS.weights, dtype: 'float32', shape: [mostTerms] },
    ],
    outputs: [
      {
        name: TEXT_TENSORS.probabilities,
        dtype: 'float32',
        shape: [outputs],
        meaning: TEXT_TENSORS.probabilities,
      },
    ],
  };
}

const everyScore = (scores: number): { sign: number; from: number }[] =>
  Array.from({ length: scores }, (_, from) => ({ sign: 1, from }));
