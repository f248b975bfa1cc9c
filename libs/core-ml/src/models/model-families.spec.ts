import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { parseTrainingConfig } from '../recipe/training-config';
import { createEagerStep } from '../training/eager-step';
import { MODEL_FAMILIES, modelFamily } from './model-families';
import { EMBEDDING_LAYER, type ModelFamily } from './model-family';

const tf = loadTensorFlow();
const CLASSES = 3;
const EXAMPLE_SHAPE = [20, 20, 1];

/** Computed by hand from the layers' definitions, for 20 × 20 × 1 pictures and 3 classes. */
const PARAMETERS: Record<string, number> = {
  'two-conv': 320 + 18_496 + 3 * 3 * 64 * 128 + 128 + 128 * 3 + 3,
  'three-conv': 320 + 18_496 + 36_928 + 1 * 1 * 64 * 64 + 64 + 64 * 3 + 3,
  'residual-cnn':
    4 * 8 +
    (9 * 8 * 64 + 9 * 64 * 64 + 2 * 4 * 64) +
    (9 * 64 * 128 + 9 * 128 * 128 + 2 * 4 * 128) +
    (9 * 128 * 256 + 9 * 256 * 256 + 2 * 4 * 256) +
    256 * 3 +
    3,
  lstm: 4 * (20 + 64 + 1) * 64 + 64 * 3 + 3,
  gru: 3 * (20 + 64 + 1) * 64 + 64 * 3 + 3,
  'table-mlp': (20 * 20 + 1) * 64 + (64 + 1) * 64 + 64 * 3 + 3,
};

/** Three classes that differ in the place of a bright bar. */
function tinyBatch(size = 24) {
  const [height, width] = EXAMPLE_SHAPE as [number, number];
  const inputs = new Float32Array(size * height * width);
  const labels = Int32Array.from({ length: size }, (_, at) => at % CLASSES);
  labels.forEach((label, at) =>
    inputs.fill(1, at * height * width + label * 120, at * height * width + label * 120 + 60),
  );
  return { inputs, labels, size };
}

function stepFor(family: ModelFamily, seed = 1) {
  const model = family.build({ exampleShape: EXAMPLE_SHAPE, classes: CLASSES, seed });
  const config = parseTrainingConfig(family.recipe);
  const loss = { output: family.output, classes: CLASSES, labelSmoothing: 0 };
  return { model, step: createEagerStep(model, { ...config, loss }) };
}

describe.each(MODEL_FAMILIES.map((family) => [family.name, family] as const))('the family %s', (name, family) => {
  const config = { exampleShape: EXAMPLE_SHAPE, classes: CLASSES, seed: 1 };

  it('gives one number a class and has the parameters that its definition says', () => {
    const model = family.build(config);
    expect(model.outputs[0]!.shape).toEqual([null, CLASSES]);
    expect(model.countParams()).toBe(PARAMETERS[name]);
    expect(model.getLayer(EMBEDDING_LAYER).outputShape).toEqual([null, expect.any(Number)]);
    model.dispose();
  });

  it('survives a round trip through its configuration', async () => {
    const model = family.build(config);
    const copy = await tf.models.modelFromJSON(model.toJSON(undefined, false) as never);
    copy.setWeights(model.getWeights());
    const input = tf.tensor(tinyBatch(2).inputs, [2, ...EXAMPLE_SHAPE]);
    const [expected, received] = [model, copy].map((one) => [...(one.predict(input) as Tensor).dataSync()]);
    expect(received).toEqual(expected);
  });

  it('gives the same weights and the same losses under the same seed, and others under another', () => {
    const losses = [1, 1, 2].map((seed) => {
      const { step } = stepFor(family, seed);
      return [0, 1, 2].map(() => step.train(tinyBatch(), { step: 0, learningRate: 0.001 }).loss);
    });
    expect(losses[1]).toEqual(losses[0]);
    expect(losses[2]).not.toEqual(losses[0]);
  });

  it('learns a tiny set', () => {
    const { step } = stepFor(family);
    const before = step.evaluate(tinyBatch()).loss;
    for (let count = 0; count < 30; count++) step.train(tinyBatch(), { step: count, learningRate: 0.005 });
    const after = step.evaluate(tinyBatch());
    expect(after.loss).toBeLessThan(before / 2);
    expect(after.correct).toBe(24);
  });

  it('leaks no tensor in training and evaluation', () => {
    const { step } = stepFor(family);
    step.train(tinyBatch(), { step: 0, learningRate: 0.001 });
    step.evaluate(tinyBatch());
    const before = tf.memory().numTensors;
    for (let count = 0; count < 5; count++) {
      step.train(tinyBatch(), { step: 0, learningRate: 0.001 });
      step.evaluate(tinyBatch(7));
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses examples of an unsupported shape', () => {
    const unsupported = name === 'table-mlp' ? [0] : [2];
    expect(() => family.build({ ...config, exampleShape: unsupported })).toThrow(/can't take examples of this shape/);
  });
});

describe('modelFamily', () => {
  it('lists the families if the name is unknown', () => {
    expect(() => modelFamily('vgg')).toThrow(/two-conv, three-conv, residual-cnn, lstm, gru/);
  });
});
