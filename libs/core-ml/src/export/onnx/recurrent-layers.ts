import { channelsLast } from './graph-value';
import { type ExportedLayer, type LayerExporter, unsupported } from './layer-exporter';
import { type AttributeValue, type OnnxGraph } from './onnx-graph';
import { permute } from './permute';

const ACTIVATION_NAMES: Readonly<Record<string, string>> = {
  sigmoid: 'Sigmoid',
  hardSigmoid: 'HardSigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
};

/** Puts the gates (column blocks of `units`) into ONNX's order and transposes: [rows, gates · units] → [gates · units, rows]. */
function gates(values: Float32Array, rows: number, units: number, order: readonly number[]): Float32Array {
  const blocks = permute(values, [rows, order.length, units], [1, 2, 0]);
  const block = units * rows;
  const result = new Float32Array(blocks.length);
  order.forEach((from, to) => result.set(blocks.subarray(from * block, (from + 1) * block), to * block));
  return result;
}

function activations(layer: ExportedLayer, names: readonly string[]): string[] {
  return names.map((key) => {
    const name = layer.config[key] as string;
    const known = ACTIVATION_NAMES[name];
    if (!known) throw unsupported(layer, `${key} among ${Object.keys(ACTIVATION_NAMES).join(', ')}`, name);
    return known;
  });
}

/** @param order positions of ONNX's gates in Keras's kernel: LSTM i o f c out of i f c o; GRU z r h as they are */
function exportRecurrent(
  graph: OnnxGraph,
  layer: ExportedLayer,
  operator: 'LSTM' | 'GRU',
  order: readonly number[],
  names: readonly string[],
) {
  for (const setting of ['goBackwards', 'stateful', 'returnState', 'unroll']) {
    if (layer.config[setting] === true) throw unsupported(layer, `${setting}: false`, `${setting}: true`);
  }
  const input = channelsLast(graph, layer.inputs[0]!);
  const features = input.shape[1]!;
  const units = layer.config['units'] as number;
  const width = order.length * units;
  const [kernel, recurrent, bias] = layer.weights;
  const inputBias = bias ? gates(bias.values, 1, units, order) : new Float32Array(width);
  const bothBiases = new Float32Array(2 * width);
  bothBiases.set(inputBias);

  const timeFirst = graph.node('Transpose', [input.name], { perm: { ints: [1, 0, 2] } });
  const attributes: Record<string, AttributeValue> = {
    hidden_size: { int: units },
    activations: { strings: activations(layer, names) },
  };
  if (names.some((key) => layer.config[key] === 'hardSigmoid')) {
    attributes['activation_alpha'] = { floats: names.map((key) => (layer.config[key] === 'hardSigmoid' ? 0.2 : 0)) };
    attributes['activation_beta'] = { floats: names.map((key) => (layer.config[key] === 'hardSigmoid' ? 0.5 : 0)) };
  }
  const [sequence, last] = graph.nodeWithOutputs(
    operator,
    [
      timeFirst,
      graph.floats('kernel', [1, width, features], gates(kernel!.values, features, units, order)),
      graph.floats('recurrent', [1, width, units], gates(recurrent!.values, units, units, order)),
      graph.floats('bias', [1, 2 * width], bothBiases),
      ...(input.lengths === undefined ? [] : [input.lengths]),
    ],
    [`${layer.name}_sequence`, `${layer.name}_last`],
    attributes,
  );
  // Y is [steps, directions, batch, units], Y_h is [directions, batch, units]; there is one direction.
  const isSequence = layer.config['returnSequences'] === true;
  const oneDirection = isSequence
    ? graph.node('Transpose', [graph.node('Squeeze', [sequence!, graph.integers('axes', [1])])], {
        perm: { ints: [1, 0, 2] },
      })
    : graph.node('Squeeze', [last!, graph.integers('axes', [0])]);
  return {
    name: oneDirection,
    shape: layer.outputShape,
    layout: 'channels-last',
    ...(isSequence && input.lengths !== undefined ? { lengths: input.lengths } : {}),
  } as const;
}

export const exportLstm: LayerExporter = (graph, layer) =>
  exportRecurrent(graph, layer, 'LSTM', [0, 3, 1, 2], ['recurrentActivation', 'activation', 'activation']);

export const exportGru: LayerExporter = (graph, layer) =>
  exportRecurrent(graph, layer, 'GRU', [0, 1, 2], ['recurrentActivation', 'activation']);
