import { channelsFirst, channelsLast, type GraphValue } from './graph-value';
import { activate, type LayerExporter, unsupported } from './layer-exporter';
import { permute } from './permute';

/**
 * For a flattened channels-first picture, the kernel of the dense layer is put into that order: no transpose at run
 * time.
 */
export const exportDense: LayerExporter = (graph, layer) => {
  const input = layer.inputs[0]!;
  const [kernel, bias] = layer.weights;
  const [size, units] = kernel!.shape as [number, number];
  let values = kernel!.values;
  if (input.flattenedFrom) {
    const [height, width, channels] = input.flattenedFrom as [number, number, number];
    values = permute(values, [height, width, channels, units], [2, 0, 1, 3]);
  }
  const weights = graph.floats('kernel', [size, units], values);
  const biasName = bias && graph.floats('bias', [units], bias.values);
  let name: string;
  if (input.shape.length === 1) {
    name = graph.node('Gemm', biasName ? [input.name, weights, biasName] : [input.name, weights]);
  } else {
    name = graph.node('MatMul', [channelsLast(graph, input).name, weights]);
    if (biasName) name = graph.node('Add', [name, biasName]);
  }
  return activate(graph, layer, { name, shape: layer.outputShape, layout: 'channels-last' });
};

export const exportFlatten: LayerExporter = (graph, layer) => {
  const input = layer.inputs[0]!;
  const name = graph.node('Flatten', [input.name], { axis: { int: 1 } });
  const flat: GraphValue = { name, shape: layer.outputShape, layout: 'channels-last' };
  return input.layout === 'channels-first' ? { ...flat, flattenedFrom: input.shape } : flat;
};

export const exportReshape: LayerExporter = (graph, layer) => {
  const input = channelsLast(graph, layer.inputs[0]!);
  const shape = graph.integers('shape', [0, ...layer.outputShape]);
  return { name: graph.node('Reshape', [input.name, shape]), shape: layer.outputShape, layout: 'channels-last' };
};

export const exportActivation: LayerExporter = (graph, layer) => {
  const input = layer.inputs[0]!;
  const isSoftmax = layer.config['activation'] === 'softmax';
  return activate(graph, layer, isSoftmax ? channelsLast(graph, input) : input);
};

/** The rectifier as a layer; with a maximum it is what the field calls ReLU6 if that is 6. */
export const exportRelu: LayerExporter = (graph, layer) => {
  const input = layer.inputs[0]!;
  const maximum = (layer.config['maxValue'] ?? undefined) as number | undefined;
  if (maximum === undefined) return { ...input, name: graph.node('Relu', [input.name]) };
  if (!(maximum > 0)) throw unsupported(layer, 'a maximum above 0', String(maximum));
  const limits = [0, maximum].map((limit) => graph.floats('limit', [], Float32Array.of(limit)));
  return { ...input, name: graph.node('Clip', [input.name, ...limits]) };
};

/** Dropout and similar layers do nothing outside training. */
export const exportNothing: LayerExporter = (_graph, layer) => layer.inputs[0]!;

export const exportAdd: LayerExporter = (graph, layer) => {
  const toFirst = layer.inputs.some((value) => value.layout === 'channels-first');
  const values = layer.inputs.map((value) => (toFirst ? channelsFirst(graph, value) : channelsLast(graph, value)));
  const name = values.map((value) => value.name).reduce((sum, value) => graph.node('Add', [sum, value]));
  return { name, shape: layer.outputShape, layout: toFirst ? 'channels-first' : 'channels-last' };
};
