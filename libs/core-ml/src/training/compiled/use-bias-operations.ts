import { ATTRIBUTE, DATA_TYPE } from '../../engine/native-backend';
import { type GraphNode, type NodeOutput } from './graph-node';

const typeOf = ({ node, index }: NodeOutput) => node.outputs[index]!;

/**
 * Replaces the addition of a bias and the sum that is its gradient with the dedicated operations. TensorFlow then fuses
 * the first with the preceding convolution, and has a fast version of the second.
 */
export function useBiasOperations(nodes: readonly GraphNode[]): void {
  for (const node of nodes) {
    if (node.op === 'Add' && isBiasAddition(node)) {
      node.op = 'BiasAdd';
      node.attributes = ATTRIBUTES;
    } else if (node.op === 'Sum' && sumsAllButChannels(node)) {
      node.op = 'BiasAddGrad';
      node.inputs = [node.inputs[0]!];
      node.attributes = ATTRIBUTES;
    }
  }
}

const ATTRIBUTES = [
  { name: 'T', type: ATTRIBUTE.type, value: DATA_TYPE.float32 },
  { name: 'data_format', type: ATTRIBUTE.string, value: 'NHWC' },
];

function isBiasAddition({ inputs }: GraphNode): boolean {
  const [value, bias] = inputs.map(typeOf);
  return (
    value!.dtype === DATA_TYPE.float32 &&
    value!.shape.length >= 2 &&
    bias!.shape.length === 1 &&
    bias!.shape[0] === value!.shape.at(-1)
  );
}

function sumsAllButChannels({ inputs, outputs }: GraphNode): boolean {
  const [value, axes] = inputs;
  const { dtype, shape } = typeOf(value!);
  const constant = axes!.node.constant;
  if (!constant || dtype !== DATA_TYPE.float32 || shape.length < 2 || outputs[0]!.shape.length !== 1) return false;
  const summed = new Int32Array(constant.bytes.slice().buffer);
  return summed.length === shape.length - 1 && summed.every((axis, at) => axis === at);
}
