import { type OnnxGraph } from '../export/onnx/onnx-graph';
import { type ConvolutionPlan, NORMALISATION_EPSILON } from './efficientnet-lite';
import { type ConvolutionWeights, type NetworkWeights } from './network-weights';

/** Values of the graph that stand for a network's outputs. */
export interface NetworkValues {
  /** float32 [batch, features]: mean of `map` over its positions. */
  readonly features: string;
  /** float32 [batch, features, height, width], channels first. */
  readonly map: string;
  /** float32 [batch, classes], before the softmax. */
  readonly logits: string;
  /** Output of each stage, channels first, by its number from 1 on. */
  readonly stages: ReadonlyMap<number, StageMap>;
}

export interface StageMap {
  readonly value: string;
  readonly channels: number;
  /** Positions along each side. */
  readonly side: number;
}

/**
 * Adds a whole network for square pictures to a graph. Batch normalisation is folded into the convolutions.
 * @param picture name of a value, float32 [batch, 3, size, size], normalised
 */
export function addNetwork(graph: OnnxGraph, weights: NetworkWeights, picture: string): NetworkValues {
  const { plan, convolutions } = weights;
  const low = graph.floats('zero', [], Float32Array.of(0));
  const high = graph.floats('six', [], Float32Array.of(6));
  let side = plan.size;
  const apply = (value: string, each: ConvolutionPlan): string => {
    const convolved = addConvolution(graph, value, side, each, convolutions.get(each.weights)!);
    side = Math.ceil(side / each.stride);
    return each.relu6 ? graph.node('Clip', [convolved, low, high]) : convolved;
  };
  const stages = new Map<number, StageMap>();
  let value = apply(picture, plan.stem);
  for (const { stage, convolutions: steps, residual } of plan.blocks) {
    const before = value;
    for (const step of steps) value = apply(value, step);
    if (residual) value = graph.node('Add', [value, before]);
    stages.set(stage, { value, channels: steps.at(-1)!.outputs, side });
  }
  const map = apply(value, plan.head);
  const pooled = graph.node('GlobalAveragePool', [map]);
  const features = graph.node('Flatten', [pooled], { axis: { int: 1 } });
  const dense = graph.floats('dense', [plan.classes, plan.features], weights.dense);
  const bias = graph.floats('bias', [plan.classes], weights.bias);
  const logits = graph.node('Gemm', [features, dense, bias], { transB: { int: 1 } });
  return { features, map, logits, stages };
}

function addConvolution(
  graph: OnnxGraph,
  input: string,
  side: number,
  { kind, kernel, stride, inputs, outputs }: ConvolutionPlan,
  weights: ConvolutionWeights,
): string {
  const { kernel: values, bias } = foldNormalisation(weights);
  const shape = [outputs, kind === 'depthwise' ? 1 : inputs, kernel, kernel];
  // As TensorFlow's SAME: where the padding is odd, the extra pixel goes after.
  const total = Math.max((Math.ceil(side / stride) - 1) * stride + kernel - side, 0);
  const before = Math.floor(total / 2);
  const after = total - before;
  return graph.node('Conv', [input, graph.floats('kernel', shape, values), graph.floats('bias', [outputs], bias)], {
    kernel_shape: { ints: [kernel, kernel] },
    strides: { ints: [stride, stride] },
    pads: { ints: [before, before, after, after] },
    group: { int: kind === 'depthwise' ? inputs : 1 },
  });
}

/** y = scale · (x - mean) / √(variance + ε) + offset is linear, so that the convolution can do it. */
export function foldNormalisation({ kernel, scale, offset, mean, variance }: ConvolutionWeights): {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
} {
  const channelSize = kernel.length / scale.length;
  const factors = Float64Array.from(scale, (value, at) => value / Math.sqrt(variance[at]! + NORMALISATION_EPSILON));
  return {
    kernel: kernel.map((value, at) => value * factors[Math.floor(at / channelSize)]!),
    bias: offset.map((value, at) => value - mean[at]! * factors[at]!),
  };
}
