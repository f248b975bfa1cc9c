import { EMBEDDING_LAYER, loadTensorFlow, type TensorFlow } from '@lintel/core-ml/training';

export const EXAMPLE_SHAPE = [32, 32, 1] as const;
export const CLASS_NAMES: readonly string[] = Array.from({ length: 10 }, (_, label) => String(label));
const WIDTH = 4_096;

/**
 * Flatten – Dense4096 – Dense4096 – Dense10 softmax: 80 MiB of weights, more than a processor's cache holds: a batch
 * reads them from memory once, unbatched examples once each. Every build has the same weights.
 * @returns float32 [batch, 32, 32, 1] -> float32 [batch, 10]
 */
export function denseClassifier(): ReturnType<TensorFlow['sequential']> {
  const tf = loadTensorFlow();
  // Large enough that the answers differ between examples.
  const kernelInitializer = (seed: number) => tf.initializers.heNormal({ seed });
  return tf.sequential({
    name: 'dense-classifier',
    layers: [
      tf.layers.flatten({ inputShape: [...EXAMPLE_SHAPE] }),
      tf.layers.dense({ units: WIDTH, activation: 'relu', kernelInitializer: kernelInitializer(1) }),
      tf.layers.dense({
        name: EMBEDDING_LAYER,
        units: WIDTH,
        activation: 'relu',
        kernelInitializer: kernelInitializer(2),
      }),
      tf.layers.dense({ units: CLASS_NAMES.length, activation: 'softmax', kernelInitializer: kernelInitializer(3) }),
    ],
  });
}
