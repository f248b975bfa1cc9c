import type { SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';
import { EMBEDDING_LAYER, type ArchitectureConfig, type ModelFamily } from './model-family';
import { pictureShape } from './picture-shape';
import { setWhitening, whiten } from './whitening';

/**
 * A small residual network (He et al. 2016) with batch normalisation. The picture is whitened; three stages of 64, 128
 * and 256 filters follow, each a convolution with max-pooling that halves the picture, then a residual block of one
 * convolution. Pooling comes before normalisation and activation, and the wide layers work at low resolution, which is
 * fastest on a CPU.
 */
export const residualCnn: ModelFamily = {
  name: 'residual-cnn',
  summary: 'residual network with batch normalisation; slower to train, markedly more accurate',
  output: 'logits',
  recipe: {
    optimizer: { kind: 'sgd', learningRate: 0.07, momentum: 0.9, nesterov: true },
    schedule: { kind: 'one-cycle', warmupShare: 0.2, finalShare: 0.002 },
    // Decoupled; equivalent to 5e-4 in the gradient with this momentum.
    weightDecay: 5e-3,
    labelSmoothing: 0.05,
    augmentation: { horizontalFlip: true, shiftPixels: 3, cutoutPixels: 0 },
    epochs: 8,
    batchSize: 64,
    // Averages over about 200 steps, which removes the noise of the last steps.
    weightAverage: 0.995,
    // With this schedule the last epoch is the best.
    keep: 'last',
  },
  build(config: ArchitectureConfig) {
    const tf = loadTensorFlow();
    // Smaller pictures would have nothing left to pool in the last stage.
    const shape = pictureShape('residual-cnn', config, 16);
    const nextSeed = layerSeeds(config.seed);

    const relu = (input: SymbolicTensor): SymbolicTensor =>
      tf.layers.activation({ activation: 'relu' }).apply(input) as SymbolicTensor;
    const convolution = (input: SymbolicTensor, filters: number, poolSize: number): SymbolicTensor => {
      const kernelInitializer = tf.initializers.heNormal({ seed: nextSeed() });
      let tensor = tf.layers
        .conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer })
        .apply(input);
      if (poolSize > 1) tensor = tf.layers.maxPooling2d({ poolSize }).apply(tensor);
      return relu(tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }).apply(tensor) as SymbolicTensor);
    };

    const input = tf.input({ shape });
    let tensor = relu(whiten(input, nextSeed()));
    for (const filters of [64, 128, 256]) {
      const halved = convolution(tensor, filters, 2);
      tensor = tf.layers.add().apply([halved, convolution(halved, filters, 1)]) as SymbolicTensor;
    }
    const pooled = tf.layers.globalAveragePooling2d({ name: EMBEDDING_LAYER }).apply(tensor);
    const logits = tf.layers
      .dense({ units: config.classes, kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed() }) })
      .apply(pooled) as SymbolicTensor;
    return tf.model({ name: 'residual-cnn', inputs: input, outputs: logits });
  },
  fit: setWhitening,
};
