import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { permute } from '../export/onnx/permute';
import { EMBEDDING_LAYER } from '../models/model-family';
import { type ConvolutionPlan, convolutionsOf } from './efficientnet-lite';
import { type ConvolutionWeights, type NetworkWeights } from './network-weights';
import { normalisedConvolution, type Statistics } from './normalised-convolution';

/** A last layer over other classes than the published ones. */
export interface NetworkHead {
  readonly classes: number;
  /** Share of the features that are left out at random while training, in [0, 1). */
  readonly dropout: number;
  readonly seed: number;
  /** float32 [features, classes] and [classes] to start from. Default: random and zero. */
  readonly weights?: { readonly kernel: Float32Array; readonly bias: Float32Array };
}

export interface NetworkLayersOptions {
  /** In place of the published last layer. */
  readonly head?: NetworkHead;
  /** Side of the pictures, pixels. Default: the one that the network was trained on. */
  readonly size?: number;
  /** Default: frozen. */
  readonly statistics?: Statistics;
  /** The first stage that learns, from 1 on; 0: the stem as well. Default: 0. */
  readonly trainedFrom?: number;
}

/** Name of the last layer, of the published classes or of others. */
export const CLASS_LAYER = 'classes';
/** tfjs refuses names that begin with an underscore. */
const layerName = ({ weights }: Pick<ConvolutionPlan, 'weights'>): string => weights.replace(/^_/, '');

/**
 * Builds a network as layers with the published weights, for fine-tuning: input float32 [batch, size, size, 3],
 * normalised; output float32 [batch, classes], logits. The layer {@link EMBEDDING_LAYER} gives the features.
 */
export function buildNetworkLayers(weights: NetworkWeights, options: NetworkLayersOptions = {}): LayersModel {
  const tf = loadTensorFlow();
  const { plan } = weights;
  const { head, size: side = plan.size, statistics = 'frozen', trainedFrom = 0 } = options;
  const input = tf.input({ shape: [side, side, 3] });
  const apply = (value: SymbolicTensor, each: ConvolutionPlan, stage: number): SymbolicTensor => {
    const isTrained = stage >= trainedFrom;
    // The statistics of a stage that does not learn stay as they are, too.
    const layer = normalisedConvolution(each, isTrained ? statistics : 'frozen', layerName(each));
    layer.trainable = isTrained;
    return layer.apply(value) as SymbolicTensor;
  };
  let value = apply(input, plan.stem, 0);
  for (const { stage, convolutions, residual } of plan.blocks) {
    const before = value;
    for (const each of convolutions) value = apply(value, each, stage);
    if (residual) value = tf.layers.add().apply([value, before]) as SymbolicTensor;
  }
  const map = apply(value, plan.head, Infinity);
  const features = tf.layers.globalAveragePooling2d({ name: EMBEDDING_LAYER }).apply(map) as SymbolicTensor;
  const dropped =
    head && head.dropout > 0
      ? (tf.layers.dropout({ rate: head.dropout, seed: head.seed }).apply(features) as SymbolicTensor)
      : features;
  const dense = tf.layers.dense({
    name: CLASS_LAYER,
    units: head?.classes ?? plan.classes,
    kernelInitializer: tf.initializers.glorotUniform({ seed: head?.seed ?? 0 }),
  });
  const model = tf.model({ name: plan.name, inputs: input, outputs: dense.apply(dropped) as SymbolicTensor });
  setWeights(model, weights);
  if (head?.weights) setHead(model, [plan.features, head.classes], head.weights);
  else if (!head) {
    const kernel = permute(weights.dense, [plan.classes, plan.features], [1, 0]);
    setHead(model, [plan.features, plan.classes], { kernel, bias: weights.bias });
  }
  return model;
}

/**
 * The weights of a network that {@link buildNetworkLayers} built: `dense` and `bias` are those of its last layer, and
 * the plan has its number of classes and the size of its pictures.
 */
export function readNetworkLayers(model: LayersModel, plan: NetworkWeights['plan']): NetworkWeights {
  const valuesOf = (layer: string): Float32Array[] =>
    model
      .getLayer(layer)
      .getWeights()
      .map((weight) => weight.dataSync<'float32'>().slice());
  const convolution = (each: ConvolutionPlan): ConvolutionWeights => {
    const [values, scale, offset, mean, variance] = valuesOf(layerName(each)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    return { kernel: permute(values, tensorFlowShape(each), toStored(each)), scale, offset, mean, variance };
  };
  const [kernel, bias] = valuesOf(CLASS_LAYER) as [Float32Array, Float32Array];
  const [, size] = model.inputs[0]!.shape as [null, number];
  return {
    plan: { ...plan, size, classes: bias.length },
    convolutions: new Map(convolutionsOf(plan).map((each) => [each.weights, convolution(each)])),
    dense: permute(kernel, [plan.features, bias.length], [1, 0]),
    bias,
  };
}

/** The stage of each layer that has weights: 0 for the stem, infinity for what comes after the last stage. */
export const layerStages = ({ stem, blocks, head }: NetworkWeights['plan']): ReadonlyMap<string, number> =>
  new Map([
    [layerName(stem), 0],
    ...blocks.flatMap(({ stage, convolutions }) => convolutions.map((each) => [layerName(each), stage] as const)),
    [layerName(head), Infinity],
    [CLASS_LAYER, Infinity],
  ]);

const isDepthwise = ({ kind }: ConvolutionPlan): boolean => kind === 'depthwise';

/** ONNX and PyTorch store kernels as [outputs, inputs, height, width], TensorFlow as [height, width, inputs, outputs]. */
const storedShape = (each: ConvolutionPlan): number[] => [
  each.outputs,
  isDepthwise(each) ? 1 : each.inputs,
  each.kernel,
  each.kernel,
];
const toTensorFlow = (each: ConvolutionPlan): number[] => (isDepthwise(each) ? [2, 3, 0, 1] : [2, 3, 1, 0]);
const tensorFlowShape = (each: ConvolutionPlan): number[] => toTensorFlow(each).map((axis) => storedShape(each)[axis]!);
const toStored = (each: ConvolutionPlan): number[] => (isDepthwise(each) ? [2, 3, 0, 1] : [3, 2, 0, 1]);

function setWeights(model: LayersModel, { plan, convolutions }: NetworkWeights): void {
  const tf = loadTensorFlow();
  tf.tidy(() => {
    for (const each of convolutionsOf(plan)) {
      const { kernel, scale, offset, mean, variance } = convolutions.get(each.weights)!;
      const values = permute(kernel, storedShape(each), toTensorFlow(each));
      const tensors: Tensor[] = [
        tf.tensor(values, tensorFlowShape(each)),
        ...[scale, offset, mean, variance].map((part) => tf.tensor1d(part)),
      ];
      const layer = model.getLayer(layerName(each));
      // tfjs lists a layer's weights as the trained ones and then the others, which is this order in either case.
      layer.setWeights(tensors);
    }
  });
}

function setHead(model: LayersModel, shape: [number, number], { kernel, bias }: NonNullable<NetworkHead['weights']>) {
  const tf = loadTensorFlow();
  tf.tidy(() => model.getLayer(CLASS_LAYER).setWeights([tf.tensor2d(kernel, shape), tf.tensor1d(bias)]));
}
