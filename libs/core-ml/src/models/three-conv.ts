import { loadTensorFlow } from '../engine/tensorflow';
import { layerSeeds } from './layer-seeds';
import { EMBEDDING_LAYER, type ArchitectureConfig, type ModelFamily } from './model-family';
import { pictureShape } from './picture-shape';

/** Conv32 – MaxPool – Conv64 – MaxPool – Conv64 – Flatten – Dense64 – Dense logits (3 × 3 kernels, valid padding). */
export const threeConv: ModelFamily = {
  name: 'three-conv',
  summary: 'three convolutions, few parameters; trained on logits',
  output: 'logits',
  recipe: { optimizer: { kind: 'rmsprop', learningRate: 1e-3 }, epochs: 10, batchSize: 64 },
  build(config: ArchitectureConfig) {
    const tf = loadTensorFlow();
    const inputShape = pictureShape('three-conv', config, 18);
    const nextSeed = layerSeeds(config.seed);
    const kernel = () => tf.initializers.glorotUniform({ seed: nextSeed() });
    return tf.sequential({
      name: 'three-conv',
      layers: [
        tf.layers.conv2d({ inputShape, filters: 32, kernelSize: 3, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.flatten(),
        tf.layers.dense({ name: EMBEDDING_LAYER, units: 64, activation: 'relu', kernelInitializer: kernel() }),
        tf.layers.dense({ units: config.classes, kernelInitializer: kernel() }),
      ],
    });
  },
};
