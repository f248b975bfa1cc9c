import type { SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';
import { EMBEDDING_LAYER, type ArchitectureConfig, type ModelFamily } from './model-family';
import { pictureShape } from './picture-shape';

/**
 * A small residual network (He et al. 2016) with batch normalisation: a stem of 32 filters, then two stages of
 * 64 and 128 filters, each halving the picture by a strided convolution before one residual block of two
 * convolutions. Most of the arithmetic lies at low resolution, where a CPU does it best.
 */
export const residualCnn: ModelFamily = {
  name: 'residual-cnn',
  summary: 'residual network with batch normalisation; slower to train, markedly more accurate',
  output: 'logits',
  recipe: {
    optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
    schedule: { kind: 'one-cycle', warmupShare: 0.2, finalShare: 0.002 },
    // Decoupled: as strong as 5e-4 in the gradient under this momentum.
    weightDecay: 5e-3,
    labelSmoothing: 0.05,
    augmentation: { horizontalFlip: true, shiftPixels: 4, cutoutPixels: 0 },
    epochs: 8,
    batchSize: 128,
    // Over some 500 steps, which takes out the noise of the last ones.
    weightAverage: 0.998,
    // The schedule ends at its best: the last epoch is the one to keep.
    keep: 'last',
  },
  build(config: ArchitectureConfig) {
    const tf = loadTensorFlow();
    const shape = pictureShape('residual-cnn', config, 8);
    const nextSeed = layerSeeds(config.seed);

    const convolution = (input: SymbolicTensor, filters: number, strides = 1): SymbolicTensor => {
      const convolved = tf.layers
        .conv2d({
          filters,
          strides,
          kernelSize: 3,
          padding: 'same',
          useBias: false,
          kernelInitializer: tf.initializers.heNormal({ seed: nextSeed() }),
        })
        .apply(input);
      const normalised = tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }).apply(convolved);
      return tf.layers.activation({ activation: 'relu' }).apply(normalised) as SymbolicTensor;
    };
    const residualBlock = (input: SymbolicTensor, filters: number): SymbolicTensor =>
      tf.layers.add().apply([input, convolution(convolution(input, filters), filters)]) as SymbolicTensor;

    const input = tf.input({ shape });
    let tensor = convolution(input, 32);
    for (const filters of [64, 128]) tensor = residualBlock(convolution(tensor, filters, 2), filters);
    const pooled = tf.layers.globalAveragePooling2d({ name: EMBEDDING_LAYER }).apply(tensor);
    const logits = tf.layers
      .dense({ units: config.classes, kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }) })
      .apply(pooled) as SymbolicTensor;
    return tf.model({ name: 'residual-cnn', inputs: input, outputs: logits });
  },
};
