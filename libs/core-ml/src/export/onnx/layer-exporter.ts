import { LintelError } from '@lintel/contracts';
import { type GraphValue } from './graph-value';
import { type AttributeValue, type OnnxGraph } from './onnx-graph';

/** A layer as the exporter sees it: its configuration and its weights, without the engine. */
export interface ExportedLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** In the order of the layer's `getWeights()`. */
  readonly weights: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
  readonly inputs: readonly GraphValue[];
  /** Without the batch. */
  readonly outputShape: readonly number[];
}

/** Writes one layer's nodes and returns its output. */
export type LayerExporter = (graph: OnnxGraph, layer: ExportedLayer) => GraphValue;

export function unsupported(layer: ExportedLayer, expected: string, received: string): LintelError {
  return new LintelError('UNSUPPORTED_LAYER', {
    problem: `The layer "${layer.name}" (${layer.className}) can't be exported to ONNX.`,
    expected,
    received,
    cure: 'Build the model from supported layers and settings, or add an exporter for this one.',
  });
}

const ACTIVATIONS: Readonly<Record<string, readonly [operator: string, attributes: Record<string, AttributeValue>]>> = {
  relu: ['Relu', {}],
  sigmoid: ['Sigmoid', {}],
  tanh: ['Tanh', {}],
  elu: ['Elu', {}],
  selu: ['Selu', {}],
  softplus: ['Softplus', {}],
  softsign: ['Softsign', {}],
  softmax: ['Softmax', { axis: { int: -1 } }],
  hardSigmoid: ['HardSigmoid', { alpha: { float: 0.2 }, beta: { float: 0.5 } }],
};

/** Applies an activation by its Keras name. */
export function activate(graph: OnnxGraph, layer: ExportedLayer, value: GraphValue): GraphValue {
  const activation = (layer.config['activation'] ?? 'linear') as string;
  if (activation === 'linear') return value;
  const known = ACTIVATIONS[activation];
  if (!known)
    throw unsupported(layer, `an activation among linear, ${Object.keys(ACTIVATIONS).join(', ')}`, activation);
  const [operator, attributes] = known;
  if (operator === 'Softmax' && value.layout === 'channels-first') {
    throw unsupported(layer, 'softmax over the classes', 'softmax over the channels of a picture');
  }
  return { ...value, name: graph.node(operator, [value.name], attributes) };
}
