import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';
import { EMBEDDING_LAYER, type ArchitectureConfig, type ModelFamily } from './model-family';
import { pictureShape } from './picture-shape';

/** Conv32 – MaxPool – Conv64 – MaxPool – Flatten – Dense128 – Dense softmax (3 × 3 kernels, valid padding). */
export const twoConv: ModelFamily = {
  name: 'two-conv',
  summary: 'two convolutions and a dense layer; small and quick, a first baseline for pictures',
  output: 'probabilities',
  recipe: { optimizer: { kind: 'adam', learningRate: 1e-3 }, epochs: 10, batchSize: 64 },
  build(config: ArchitectureConfig) {
    const tf = loadTensorFlow();
    const inputShape = pictureShape('two-conv', config, 10);
    const nextSeed = layerSeeds(config.seed);
    const kernel = () => tf.initializers.glorotUniform({ seed: nextSeed() });
    return tf.sequential({
      name: 'two-conv',
      layers: [
        tf.layers.conv2d({ inputShape, filters: 32, kernelSize: 3, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ name: EMBEDDING_LAYER, units: 128, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.dense({ units: config.classes, activation: 'softmax', kernelInitializer: kernel() }),
      ],
    });
  },
};
