import { loadTensorFlow } from '../../../engine/tensorflow';
import { parseTrainingConfig } from '../../../recipe/training-config';
import { createCompiledStep } from '../compiled-step';

/** Trains 10,000 compiled steps in a separate process and prints its resident memory, MiB, during the run. */
const tf = loadTensorFlow();
const SIZE = 32;
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 8, kernelSize: 3, activation: 'relu' }),
    tf.layers.batchNormalization({}),
    tf.layers.flatten(),
    tf.layers.dropout({ rate: 0.2, seed: 1 }),
    tf.layers.dense({ units: 4 }),
  ],
});
const loss = { output: 'logits', classes: 4, labelSmoothing: 0 } as const;
const step = createCompiledStep(model, { ...parseTrainingConfig({}), loss }, { train: [SIZE], evaluate: [] });
const inputs = Float32Array.from({ length: SIZE * 192 }, (_, at) => Math.sin(at));
const labels = Int32Array.from({ length: SIZE }, (_, at) => at % 4);

for (let count = 1; count <= 10_000; count++) {
  step.train({ inputs, labels, size: SIZE }, { step: count, learningRate: 1e-3 });
  if (count % 500 === 0) {
    globalThis.gc?.();
    console.log(process.memoryUsage().rss / 2 ** 20);
  }
}
