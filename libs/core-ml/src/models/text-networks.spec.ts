import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { createRandom } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { parseTrainingConfig } from '../recipe/training-config';
import { createCompiledStep } from '../training/compiled/compiled-step';
import { createEagerStep } from '../training/eager-step';
import { largestDifference } from '../training/compiled/testing/largest-difference';
import { type Batch } from '../training/training-step';
import { buildTextCnn, buildTextGru, type TextNetworkConfig } from './text-networks';

const SIZE = 8;
const OUTPUTS = 3;
const config: TextNetworkConfig = { words: 20, length: 9, outputs: OUTPUTS, seed: 5 };
const BUILDERS = { cnn: buildTextCnn, gru: buildTextGru };

function batchOf(seed: number, link: 'labels' | 'logits'): Batch<Int32Array> {
  const random = createRandom(seed, 'batch');
  const inputs = new Int32Array(SIZE * config.length);
  for (let row = 0; row < SIZE; row++) {
    const words = 1 + random.int(config.length);
    for (let at = 0; at < words; at++) inputs[row * config.length + at] = 1 + random.int(config.words - 1);
  }
  const labels =
    link === 'logits'
      ? Int32Array.from({ length: SIZE }, () => random.int(OUTPUTS))
      : Float32Array.from({ length: SIZE * OUTPUTS }, () => random.int(2));
  return { inputs, labels, size: SIZE };
}

describe.each(['cnn', 'gru'] as const)('a %s over words', (kind) => {
  it.each(['logits', 'labels'] as const)(
    'is compiled, and then makes the steps of the eager one, with %s',
    (output) => {
      const settings = {
        ...parseTrainingConfig({ optimizer: { kind: 'sgd' } }),
        loss: { output, classes: OUTPUTS, labelSmoothing: 0 },
      };
      const eager = createEagerStep(BUILDERS[kind](config), settings);
      const compiled = createCompiledStep(BUILDERS[kind](config), settings, { train: [SIZE], evaluate: [SIZE] });
      for (let step = 0; step < 10; step++) {
        const [one, other] = [eager, compiled].map((each) =>
          each.train(batchOf(step, output), { step, learningRate: 0.05 }),
        );
        expect(other!.loss).toBeCloseTo(one!.loss, 5);
        expect(other!.correct).toBe(one!.correct);
      }
      expect(largestDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
      expect(compiled.evaluate(batchOf(99, output)).loss).toBeCloseTo(eager.evaluate(batchOf(99, output)).loss, 5);
    },
  );

  it('answers the same however much padding follows', () => {
    const tf = loadTensorFlow();
    const [short, long] = [config.length, 3 * config.length].map((length) => BUILDERS[kind]({ ...config, length }));
    long!.setWeights(short!.getWeights());
    const ids = [4, 7, 1, 12, 3];
    const [one, other] = [short!, long!].map((model) => {
      const input = new Int32Array(model.inputs[0]!.shape[1]!);
      input.set(ids);
      return (model.predict(tf.tensor2d(input, [1, input.length], 'int32')) as Tensor).dataSync();
    });
    one!.forEach((score, at) => expect(other![at]).toBeCloseTo(score, 5));
  });
});

describe('the loss of labels', () => {
  it('is the mean of the cross-entropies of the labels, and counts texts whose labels are all right', () => {
    const tf = loadTensorFlow();
    const model = tf.sequential({
      layers: [tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'identity' })],
    });
    const step = createEagerStep(model, {
      ...parseTrainingConfig({}),
      loss: { output: 'labels', classes: 2, labelSmoothing: 0 },
    });
    const { loss, correct } = step.evaluate({
      inputs: Float32Array.of(2, -1, 0.5, 3),
      labels: Float32Array.of(1, 0, 0, 1),
      size: 2,
    });
    const costs = [-2, -1, 0.5, -3].map((wrong) => Math.log1p(Math.exp(wrong)));
    expect(loss).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / 4, 5);
    expect(correct).toBe(1);
  });
});
