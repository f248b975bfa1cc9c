import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';

export interface SequenceNetworkConfig {
  readonly kind: 'gru' | 'tcn';
  /** For `tcn` a power of two. */
  readonly steps: number;
  readonly channels: number;
  readonly outputs: number;
  /** Determines all initial weights. */
  readonly seed: number;
}

const UNITS = 32;
/** Share of the units that a step of the training leaves out (Srivastava et al. 2014). */
const DROPOUT = 0.1;

/**
 * A network from float32 [batch, steps, channels] to numbers, [batch, outputs].
 *
 * `gru` is a gated recurrent unit (Cho et al. 2014). `tcn` is a temporal convolutional network (Bai, Kolter & Koltun
 * 2018): causal convolutions over two steps, dilated by 1, 2, 4 and so on until they reach back over all steps, with
 * residual connections. Only the newest step is answered for, and it depends on every second place of a layer, so strides
 * of two compute the same as dilations.
 */
export function sequenceNetwork({ kind, steps, channels, outputs, seed }: SequenceNetworkConfig): LayersModel {
  const tf = loadTensorFlow();
  const nextSeed = layerSeeds(seed);
  const input = tf.input({ shape: [steps, channels] });
  const glorot = () => tf.initializers.glorotUniform({ seed: nextSeed() });
  const dropout = (tensor: SymbolicTensor): SymbolicTensor =>
    tf.layers.dropout({ rate: DROPOUT, seed: nextSeed() }).apply(tensor) as SymbolicTensor;
  const rectified = (tensor: SymbolicTensor): SymbolicTensor =>
    tf.layers.activation({ activation: 'relu' }).apply(tensor) as SymbolicTensor;

  const recurrent = (): SymbolicTensor =>
    tf.layers
      .gru({
        units: UNITS,
        // tfjs's default is the piecewise "hard" sigmoid; other tools use the exact one.
        recurrentActivation: 'sigmoid',
        kernelInitializer: glorot(),
        recurrentInitializer: glorot(),
      })
      .apply(input) as SymbolicTensor;

  const convolutional = (): SymbolicTensor => {
    const dense = (tensor: SymbolicTensor): SymbolicTensor =>
      tf.layers
        .dense({ units: UNITS, kernelInitializer: tf.initializers.heNormal({ seed: nextSeed() }) })
        .apply(tensor) as SymbolicTensor;
    let tensor: SymbolicTensor = input;
    for (let length = steps; length > 1; length /= 2) {
      const width = tensor.shape[2]!;
      // A convolution over two steps with a stride of two is a matrix product over pairs, which runs faster.
      const pairs = tf.layers.reshape({ targetShape: [length / 2, 2 * width] }).apply(tensor) as SymbolicTensor;
      const convolved = dropout(rectified(dense(pairs)));
      tensor = rectified(tf.layers.add().apply([convolved, dense(pairs)]) as SymbolicTensor);
    }
    return tf.layers.flatten().apply(tensor) as SymbolicTensor;
  };

  const state = dropout(kind === 'gru' ? recurrent() : convolutional());
  const answers = tf.layers.dense({ units: outputs, kernelInitializer: glorot() }).apply(state) as SymbolicTensor;
  return tf.model({ name: kind, inputs: input, outputs: answers });
}
