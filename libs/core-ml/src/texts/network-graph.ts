import { OnnxGraph } from '../export/onnx/onnx-graph';
import { permute } from '../export/onnx/permute';
import { wordsBefore } from './network-scores';
import { TEXT_TENSORS, type TextGraph } from './text-graph';
import { featuresOf, FIRST_WORD, type TextConvolution, type TextNetwork, type TextRecurrence } from './text-network';

/**
 * Writes a network over the words of a text as an ONNX graph: the numbers of each word (Gather), convolutions with the
 * strongest answer of each filter, or a GRU that stops at the padding, the last layer (Gemm), then Sigmoid or Softmax.
 * Input: `terms` int64 [batch, length], ids of words, 0 at the end. Output: `probabilities` float32 [batch, classes].
 */
export function networkGraph(
  network: TextNetwork,
  length: number,
  metadata: Readonly<Record<string, string>>,
): TextGraph {
  const { link, terms, dimension, embeddings, encoder } = network;
  const graph = new OnnxGraph('text');
  const ids = graph.input(TEXT_TENSORS.terms, ['batch', length], 'int64');
  const isWord = graph.node('Not', [graph.node('Equal', [ids, graph.integers('padding', [0])])]);
  const table = graph.floats('words', [FIRST_WORD + terms.length, dimension], embeddings);
  const words = graph.node('Gather', [table, ids]);
  const features =
    encoder.kind === 'gru'
      ? addRecurrence(graph, encoder.recurrence, words, isWord, dimension)
      : addConvolutions(graph, encoder.convolutions, words, isWord, dimension);

  // Two classes are written as the two scores -s and s, so that each probability keeps its full precision.
  const scores =
    link === 'logistic'
      ? [-1, 1].map((sign) => ({ sign, from: 0 }))
      : network.coefficients.map((_, from) => ({ sign: 1, from }));
  const kernel = Float32Array.from(
    scores.flatMap(({ sign, from }) => Array.from(network.coefficients[from]!, (value) => sign * value)),
  );
  const bias = Float32Array.from(scores, ({ sign, from }) => sign * network.intercepts[from]!);
  const sums = graph.node(
    'Gemm',
    [
      features,
      graph.floats('coefficients', [scores.length, featuresOf(encoder)], kernel),
      graph.floats('intercepts', [scores.length], bias),
    ],
    { transB: { int: 1 } },
  );
  if (link === 'softmax') graph.node('Softmax', [sums], { axis: { int: 1 } }, TEXT_TENSORS.probabilities);
  else graph.node('Sigmoid', [sums], {}, TEXT_TENSORS.probabilities);
  graph.output(TEXT_TENSORS.probabilities, ['batch', scores.length]);
  const { probabilities } = TEXT_TENSORS;
  return {
    bytes: graph.toModel(metadata),
    inputs: [{ name: TEXT_TENSORS.terms, dtype: 'int64', shape: [length] }],
    outputs: [{ name: probabilities, dtype: 'float32', shape: [scores.length], meaning: probabilities }],
  };
}

const FLOAT = 1;
const INT32 = 6;

function addConvolutions(
  graph: OnnxGraph,
  convolutions: readonly TextConvolution[],
  words: string,
  isWord: string,
  dimension: number,
): string {
  const mask = graph.node('Unsqueeze', [
    graph.node('Cast', [isWord], { to: { int: FLOAT } }),
    graph.integers('axis', [1]),
  ]);
  const rows = graph.node('Mul', [graph.node('Transpose', [words], { perm: { ints: [0, 2, 1] } }), mask]);
  const strongest = convolutions.map(({ width, kernel, bias }) => {
    const filters = bias.length;
    const weights = permute(kernel, [width, dimension, filters], [2, 1, 0]);
    const before = wordsBefore(width);
    const sums = graph.node(
      'Conv',
      [rows, graph.floats('kernel', [filters, dimension, width], weights), graph.floats('bias', [filters], bias)],
      { kernel_shape: { ints: [width] }, pads: { ints: [before, width - 1 - before] } },
    );
    const masked = graph.node('Mul', [graph.node('Relu', [sums]), mask]);
    return graph.node('ReduceMax', [masked], { axes: { ints: [2] }, keepdims: { int: 0 } });
  });
  return strongest.length === 1 ? strongest[0]! : graph.node('Concat', strongest, { axis: { int: 1 } });
}

function addRecurrence(
  graph: OnnxGraph,
  { kernel, recurrent, bias }: TextRecurrence,
  words: string,
  isWord: string,
  dimension: number,
): string {
  const width = bias.length;
  const units = width / 3;
  const length = graph.node(
    'ReduceSum',
    [graph.node('Cast', [isWord], { to: { int: INT32 } }), graph.integers('axis', [1])],
    { keepdims: { int: 0 } },
  );
  const biases = new Float32Array(2 * width);
  biases.set(bias);
  const [, last] = graph.nodeWithOutputs(
    'GRU',
    [
      graph.node('Transpose', [words], { perm: { ints: [1, 0, 2] } }),
      graph.floats('kernel', [1, width, dimension], permute(kernel, [dimension, width], [1, 0])),
      graph.floats('recurrent', [1, width, units], permute(recurrent, [units, width], [1, 0])),
      graph.floats('bias', [1, 2 * width], biases),
      length,
    ],
    ['', 'state'],
    { hidden_size: { int: units } },
  );
  return graph.node('Squeeze', [last!, graph.integers('axes', [0])]);
}
