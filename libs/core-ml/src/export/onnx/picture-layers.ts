import { channelsFirst, channelsLast, type GraphValue } from './graph-value';
import { activate, type ExportedLayer, type LayerExporter, unsupported } from './layer-exporter';
import { type AttributeValue } from './onnx-graph';
import { permute } from './permute';

const pair = (value: unknown): [number, number] =>
  typeof value === 'number' ? [value, value] : (value as [number, number]);

/** Padding before and after each axis as TensorFlow does it: the odd pixel goes after. */
function pads(
  layer: ExportedLayer,
  kernel: [number, number],
  strides: [number, number],
  dilation: [number, number],
): number[] {
  const padding = layer.config['padding'] as string;
  if (padding === 'valid') return [0, 0, 0, 0];
  if (padding !== 'same') throw unsupported(layer, 'padding "same" or "valid"', padding);
  const before: number[] = [];
  const after: number[] = [];
  for (const axis of [0, 1] as const) {
    const size = layer.inputs[0]!.shape[axis]!;
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    const total = Math.max((Math.ceil(size / strides[axis]) - 1) * strides[axis] + reach - size, 0);
    before.push(Math.floor(total / 2));
    after.push(total - Math.floor(total / 2));
  }
  return [...before, ...after];
}

function requireChannelsLast(layer: ExportedLayer): void {
  const format = (layer.config['dataFormat'] ?? 'channelsLast') as string;
  if (format !== 'channelsLast' && format !== 'channels_last') throw unsupported(layer, 'channels last', format);
}

export const exportConvolution: LayerExporter = (graph, layer) => {
  requireChannelsLast(layer);
  const input = channelsFirst(graph, layer.inputs[0]!);
  const [kernel, bias] = layer.weights;
  const [height, width] = kernel!.shape as [number, number];
  const strides = pair(layer.config['strides']);
  const dilations = pair(layer.config['dilationRate'] ?? 1);
  const [, , inChannels, outChannels] = kernel!.shape as [number, number, number, number];
  const weights = permute(kernel!.values, kernel!.shape, [3, 2, 0, 1]);
  const inputs = [input.name, graph.floats('kernel', [outChannels, inChannels, height, width], weights)];
  if (bias) inputs.push(graph.floats('bias', bias.shape, bias.values));
  const name = graph.node('Conv', inputs, {
    kernel_shape: { ints: [height, width] },
    strides: { ints: strides },
    dilations: { ints: dilations },
    pads: { ints: pads(layer, [height, width], strides, dilations) },
  });
  return activate(graph, layer, { name, shape: layer.outputShape, layout: 'channels-first' });
};

/** TensorFlow gives each channel its own `multiplier` outputs, next to each other; so do ONNX's groups. */
export const exportDepthwiseConvolution: LayerExporter = (graph, layer) => {
  requireChannelsLast(layer);
  const input = channelsFirst(graph, layer.inputs[0]!);
  const [kernel, bias] = layer.weights;
  const [height, width, channels, multiplier] = kernel!.shape as [number, number, number, number];
  const strides = pair(layer.config['strides']);
  const dilations = pair(layer.config['dilationRate'] ?? 1);
  const outputs = channels * multiplier;
  const weights = permute(kernel!.values, kernel!.shape, [2, 3, 0, 1]);
  const inputs = [input.name, graph.floats('kernel', [outputs, 1, height, width], weights)];
  if (bias) inputs.push(graph.floats('bias', [outputs], bias.values));
  const name = graph.node('Conv', inputs, {
    kernel_shape: { ints: [height, width] },
    strides: { ints: strides },
    dilations: { ints: dilations },
    pads: { ints: pads(layer, [height, width], strides, dilations) },
    group: { int: channels },
  });
  return activate(graph, layer, { name, shape: layer.outputShape, layout: 'channels-first' });
};

const exportPooling =
  (operator: 'MaxPool' | 'AveragePool'): LayerExporter =>
  (graph, layer) => {
    requireChannelsLast(layer);
    const input = channelsFirst(graph, layer.inputs[0]!);
    const size = pair(layer.config['poolSize']);
    const strides = pair(layer.config['strides'] ?? size);
    const attributes: Record<string, AttributeValue> = {
      kernel_shape: { ints: size },
      strides: { ints: strides },
      pads: { ints: pads(layer, size, strides, [1, 1]) },
    };
    const name = graph.node(operator, [input.name], attributes);
    return { name, shape: layer.outputShape, layout: 'channels-first' };
  };

const exportGlobalPooling =
  (operator: 'GlobalMaxPool' | 'GlobalAveragePool'): LayerExporter =>
  (graph, layer) => {
    requireChannelsLast(layer);
    const pooled = graph.node(operator, [channelsFirst(graph, layer.inputs[0]!).name]);
    const name = graph.node('Flatten', [pooled], { axis: { int: 1 } });
    return { name, shape: layer.outputShape, layout: 'channels-last' };
  };

export const exportMaxPooling = exportPooling('MaxPool');
export const exportAveragePooling = exportPooling('AveragePool');
export const exportGlobalMaxPooling = exportGlobalPooling('GlobalMaxPool');
export const exportGlobalAveragePooling = exportGlobalPooling('GlobalAveragePool');

export const exportBatchNormalization: LayerExporter = (graph, layer) => {
  const input = layer.inputs[0]!;
  const isPicture = input.shape.length === 3;
  if (!isPicture && input.shape.length !== 1)
    throw unsupported(layer, 'pictures or vectors', `[${input.shape.join(', ')}]`);
  const channels = input.shape.at(-1)!;
  const axis = layer.config['axis'] as number;
  if (axis !== -1 && axis !== input.shape.length)
    throw unsupported(layer, 'normalisation over the last axis', `axis ${axis}`);
  const weights = [...layer.weights];
  const next = (present: boolean, otherwise: number): Float32Array =>
    present ? weights.shift()!.values : new Float32Array(channels).fill(otherwise);
  const scale = next(layer.config['scale'] !== false, 1);
  const center = next(layer.config['center'] !== false, 0);
  const mean = next(true, 0);
  const variance = next(true, 1);
  const value: GraphValue = isPicture ? channelsFirst(graph, input) : channelsLast(graph, input);
  const name = graph.node(
    'BatchNormalization',
    [
      value.name,
      graph.floats('scale', [channels], scale),
      graph.floats('center', [channels], center),
      graph.floats('mean', [channels], mean),
      graph.floats('variance', [channels], variance),
    ],
    { epsilon: { float: layer.config['epsilon'] as number } },
  );
  return { ...value, name };
};
