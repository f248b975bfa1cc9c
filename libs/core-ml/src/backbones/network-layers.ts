import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { permute } from '../export/onnx/permute';
import { EMBEDDING_LAYER } from '../models/model-family';
import { type ConvolutionPlan, convolutionsOf, NORMALISATION_EPSILON } from './efficientnet-lite';
import { type NetworkWeights } from './network-weights';

export interface NetworkLayersOptions {
  /** A new last layer for that many classes, in place of the published one. */
  readonly head?: { readonly classes: number; readonly seed: number; readonly dropout: number };
  /** Side of the pictures, pixels. Default: the one that the network was trained on. */
  readonly size?: number;
}

/**
 * Builds a network as layers with the published weights, for fine-tuning: input float32 [batch, size, size, 3],
 * normalised; output float32 [batch, classes], logits. The layer {@link EMBEDDING_LAYER} gives the features.
 */
export function buildNetworkLayers(weights: NetworkWeights, { head, size }: NetworkLayersOptions = {}): LayersModel {
  const tf = loadTensorFlow();
  const { plan } = weights;
  const side = size ?? plan.size;
  const input = tf.input({ shape: [side, side, 3] });
  const apply = (value: SymbolicTensor, each: ConvolutionPlan): SymbolicTensor => {
    const shape = {
      name: layerName(each.weights),
      kernelSize: each.kernel,
      strides: each.stride,
      padding: 'same' as const,
      useBias: false,
      // The published weights replace it; zeros cost nothing to make.
      kernelInitializer: 'zeros' as const,
      depthwiseInitializer: 'zeros' as const,
    };
    const convolution =
      each.kind === 'depthwise'
        ? tf.layers.depthwiseConv2d(shape)
        : tf.layers.conv2d({ ...shape, filters: each.outputs });
    const convolved = convolution.apply(value) as SymbolicTensor;
    const normalised = tf.layers
      .batchNormalization({ name: layerName(each.normalisation), epsilon: NORMALISATION_EPSILON })
      .apply(convolved) as SymbolicTensor;
    return each.relu6 ? (tf.layers.reLU({ maxValue: 6 }).apply(normalised) as SymbolicTensor) : normalised;
  };
  let value = apply(input, plan.stem);
  for (const { convolutions, residual } of plan.blocks) {
    const before = value;
    for (const each of convolutions) value = apply(value, each);
    if (residual) value = tf.layers.add().apply([value, before]) as SymbolicTensor;
  }
  const map = apply(value, plan.head);
  const features = tf.layers.globalAveragePooling2d({ name: EMBEDDING_LAYER }).apply(map) as SymbolicTensor;
  const model = tf.model({ name: plan.name, inputs: input, outputs: classify(features, weights, head) });
  setWeights(model, weights);
  return model;
}

const PUBLISHED_DENSE = 'published-dense';
/** tfjs refuses names that begin with an underscore. */
const layerName = (published: string): string => published.replace(/^_/, '');

function classify(
  features: SymbolicTensor,
  { plan }: NetworkWeights,
  head: NetworkLayersOptions['head'],
): SymbolicTensor {
  const tf = loadTensorFlow();
  if (!head) {
    const dense = tf.layers.dense({ name: PUBLISHED_DENSE, units: plan.classes, kernelInitializer: 'zeros' });
    return dense.apply(features) as SymbolicTensor;
  }
  const kept = tf.layers.dropout({ rate: head.dropout, seed: head.seed }).apply(features);
  const kernelInitializer = tf.initializers.glorotUniform({ seed: head.seed });
  return tf.layers.dense({ units: head.classes, kernelInitializer }).apply(kept) as SymbolicTensor;
}

/** ONNX and PyTorch store kernels as [outputs, inputs, height, width], TensorFlow as [height, width, inputs, outputs]. */
function setWeights(model: LayersModel, { plan, convolutions, dense, bias }: NetworkWeights): void {
  const tf = loadTensorFlow();
  tf.tidy(() => {
    const set = (layer: string, ...tensors: Tensor[]): void => model.getLayer(layer).setWeights(tensors);
    for (const each of convolutionsOf(plan)) {
      const { kernel, scale, offset, mean, variance } = convolutions.get(each.weights)!;
      const { kernel: side, outputs, inputs } = each;
      const isDepthwise = each.kind === 'depthwise';
      const stored = [outputs, isDepthwise ? 1 : inputs, side, side];
      const values = permute(kernel, stored, isDepthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
      set(
        layerName(each.weights),
        tf.tensor(values, isDepthwise ? [side, side, outputs, 1] : [side, side, inputs, outputs]),
      );
      set(layerName(each.normalisation), ...[scale, offset, mean, variance].map((part) => tf.tensor1d(part)));
    }
    if (!model.layers.some(({ name }) => name === PUBLISHED_DENSE)) return;
    const transposed = permute(dense, [plan.classes, plan.features], [1, 0]);
    set(PUBLISHED_DENSE, tf.tensor(transposed, [plan.features, plan.classes]), tf.tensor1d(bias));
  });
}
