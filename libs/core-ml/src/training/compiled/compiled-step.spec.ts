import { createRandom } from '@lintel/contracts';
import { MODEL_FAMILIES, modelFamily } from '../../models/model-families';
import { parseTrainingConfig, type TrainingOptions } from '../../recipe/training-config';
import { createEagerStep } from '../eager-step';
import { type Batch } from '../training-step';
import { createCompiledStep } from './compiled-step';
import { largestDifference } from './testing/largest-difference';

const CLASSES = 3;
const EXAMPLE_SHAPE = [20, 20, 1];

function randomBatch(size: number, seed: number): Batch {
  const random = createRandom(seed, 'batch');
  const inputs = Float32Array.from({ length: size * 400 }, () => random.normal());
  return { inputs, labels: Int32Array.from({ length: size }, () => random.int(CLASSES)), size };
}

function both(name: string, options: TrainingOptions = {}) {
  const family = modelFamily(name);
  const config = {
    ...parseTrainingConfig(family.recipe, options),
    loss: { output: family.output, classes: CLASSES, labelSmoothing: 0.1 },
  };
  const build = () => family.build({ exampleShape: EXAMPLE_SHAPE, classes: CLASSES, seed: 3 });
  const eager = createEagerStep(build(), config);
  const compiled = createCompiledStep(build(), config, { train: [8, 5], evaluate: [8] });
  const low = { ...config, precision: 'bfloat16' } as const;
  const lowered = createCompiledStep(build(), low, { train: [8], evaluate: [8] });
  return { eager, compiled, lowered };
}

describe.each(MODEL_FAMILIES.map((family) => family.name))('the compiled step of %s', (name) => {
  it('makes the same step as the eager one from the same state, for whole and tail batches', async () => {
    const { eager, compiled } = both(name);
    for (const [step, size] of [8, 8, 5, 8, 5].entries()) {
      const batch = randomBatch(size, step);
      const schedule = { step, learningRate: 0.002 / (step + 1) };
      const expected = eager.train(batch, schedule);
      const received = compiled.train(batch, schedule);
      expect(Math.abs(received.loss - expected.loss)).toBeLessThan(1e-5);
      expect(received.correct).toBe(expected.correct);
      expect(largestDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
      compiled.writeWeights(eager.readWeights());
      await compiled.writeOptimizer(await eager.readOptimizer());
    }
    expect(Math.abs(compiled.evaluate(randomBatch(8, 9)).loss - eager.evaluate(randomBatch(8, 9)).loss)).toBeLessThan(
      1e-5,
    );
  });

  it('computes the same loss in bfloat16 up to its precision, and learns', () => {
    const { eager, lowered } = both(name);
    const batch = randomBatch(8, 1);
    const first = lowered.train(batch, { step: 0, learningRate: 0.002 }).loss;
    // Eight bits of mantissa, over a handful of layers.
    expect(Math.abs(first - eager.train(batch, { step: 0, learningRate: 0.002 }).loss)).toBeLessThan(0.03 * first);
    for (let step = 1; step < 30; step++) lowered.train(batch, { step, learningRate: 0.002 });
    expect(lowered.train(batch, { step: 30, learningRate: 0 }).loss).toBeLessThan(first);
  });
});
