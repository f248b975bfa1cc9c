import type { layers, Shape, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { type LayerWeight, normaliseBatch } from '../engine/native-kernels';
import { loadTensorFlow } from '../engine/tensorflow';
import { type ConvolutionPlan, NORMALISATION_EPSILON } from './efficientnet-lite';

/** Where batch normalisation takes its mean and variance from while the network trains. */
export type Statistics =
  /** The stored ones, which stay as they are: right for few examples, whose batches say little. */
  | 'frozen'
  /** The batch's, towards which the stored ones move. */
  | 'batch';

/** Share of the stored statistics that remains after a step with the batch's; 0.99 would need thousands of steps. */
const MOMENTUM = 0.97;

/**
 * A layer that convolves without bias, normalises, and applies ReLU6 where the plan says so: input float32 [batch,
 * height, width, inputs], output float32 [batch, ceil(height / stride), ceil(width / stride), outputs]. Weights: kernel
 * as TensorFlow stores it, scale, offset, mean, variance, [outputs] each.
 *
 * With stored statistics normalisation is linear, so the layer scales its kernel instead of its output. The gradients of
 * all weights are the same, and TensorFlow runs convolution, bias and ReLU6 as one operation.
 */
export function normalisedConvolution(plan: ConvolutionPlan, statistics: Statistics, name: string): layers.Layer {
  layerClass ??= defineLayer();
  return new layerClass(plan, statistics, name);
}

type LayerClass = new (plan: ConvolutionPlan, statistics: Statistics, name: string) => layers.Layer;
let layerClass: LayerClass | undefined;

/** The base class exists only once the engine is loaded. */
function defineLayer(): LayerClass {
  const tf = loadTensorFlow();
  return class NormalisedConvolution extends tf.layers.Layer {
    static readonly className = 'NormalisedConvolution';
    private kernel!: LayerWeight;
    private scale!: LayerWeight;
    private offset!: LayerWeight;
    private mean!: LayerWeight;
    private variance!: LayerWeight;

    constructor(
      private readonly plan: ConvolutionPlan,
      private readonly statistics: Statistics,
      name: string,
    ) {
      super({ name });
    }

    override build(): void {
      const { kind, kernel, inputs, outputs } = this.plan;
      const shape = kind === 'depthwise' ? [kernel, kernel, outputs, 1] : [kernel, kernel, inputs, outputs];
      const add = (weight: string, size: number[], initializer: 'zeros' | 'ones', isTrained = true) =>
        this.addWeight(
          weight,
          size,
          'float32',
          initializer === 'ones' ? tf.initializers.ones() : tf.initializers.zeros(),
          undefined,
          isTrained,
        ) as LayerWeight;
      this.kernel = add('kernel', shape, 'zeros');
      this.scale = add('scale', [outputs], 'ones');
      this.offset = add('offset', [outputs], 'zeros');
      this.mean = add('mean', [outputs], 'zeros', false);
      this.variance = add('variance', [outputs], 'ones', false);
      this.built = true;
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      const [batch, height, width] = inputShape as Shape;
      const { stride, outputs } = this.plan;
      return [batch!, Math.ceil(height! / stride), Math.ceil(width! / stride), outputs];
    }

    override call(inputs: Tensor | Tensor[], options: Readonly<Record<string, unknown>>): Tensor {
      const input = Array.isArray(inputs) ? inputs[0]! : inputs;
      return tf.tidy(() => {
        const usesBatch = this.statistics === 'batch' && options['training'] === true;
        const normalised = usesBatch ? this.normaliseByBatch(input) : this.normaliseByStored(input);
        return this.plan.relu6 ? tf.relu6(normalised) : normalised;
      });
    }

    private normaliseByBatch(input: Tensor): Tensor {
      const layer = {
        gamma: this.scale,
        beta: this.offset,
        movingMean: this.mean,
        movingVariance: this.variance,
        epsilon: NORMALISATION_EPSILON,
        momentum: MOMENTUM,
      };
      return normaliseBatch(layer, this.convolve(input, this.kernel.read()));
    }

    private normaliseByStored(input: Tensor): Tensor {
      const factors = this.scale.read().div(this.variance.read().add(NORMALISATION_EPSILON).sqrt());
      const isDepthwise = this.plan.kind === 'depthwise';
      const kernel = this.kernel.read().mul(isDepthwise ? factors.expandDims(-1) : factors);
      const bias = this.offset.read().sub(this.mean.read().mul(factors));
      return this.convolve(input, kernel).add(bias);
    }

    private convolve(input: Tensor, kernel: Tensor): Tensor {
      const { kind, stride } = this.plan;
      const [picture, filter] = [input as Tensor4D, kernel as Tensor4D];
      return kind === 'depthwise'
        ? tf.depthwiseConv2d(picture, filter, stride, 'same')
        : tf.conv2d(picture, filter, stride, 'same');
    }
  };
}
