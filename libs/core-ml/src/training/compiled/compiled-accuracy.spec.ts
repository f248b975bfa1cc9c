import { createRandom, type Dataset } from '@lintel/contracts';
import { modelFamily } from '../../models/model-families';
import { parseTrainingConfig } from '../../recipe/training-config';
import { orderedBatches, shuffledBatches } from '../batches';
import { createEagerStep, type StepConfig } from '../eager-step';
import { RunningMean } from '../running-mean';
import { BAR_CLASSES, barDataset, barPreprocessor } from '../testing/bars';
import { type NamedArray, type TrainingStep } from '../training-step';
import { createCompiledStep } from './compiled-step';

const BATCH_SIZE = 32;
const EPOCHS = 3;
const SEEDS = [1, 2, 3, 4, 5];

/** Bars with so much noise that no model classifies all of them correctly. */
function noisyBars(size: number, seed: number): Dataset {
  const bars = barDataset(size, seed);
  const random = createRandom(seed, 'noise');
  const noise = Float32Array.from({ length: size * 144 }, () => 90 * random.normal());
  return {
    ...bars,
    read(indices, target) {
      bars.read(indices, target);
      Array.from(indices).forEach((index, at) => {
        for (let pixel = 0; pixel < 144; pixel++) {
          const value = target[at * 144 + pixel]! + noise[index * 144 + pixel]!;
          target[at * 144 + pixel] = Math.max(0, Math.min(255, value));
        }
      });
    },
  };
}

const family = modelFamily('two-conv');
const config: StepConfig = {
  ...parseTrainingConfig(family.recipe),
  loss: { output: family.output, classes: BAR_CLASSES.length, labelSmoothing: 0 },
};
const buildModel = (seed: number) => family.build({ exampleShape: [12, 12, 1], classes: BAR_CLASSES.length, seed });
const train = noisyBars(320, 1);
const test = noisyBars(600, 2);

const eager = (seed: number): TrainingStep => createEagerStep(buildModel(seed), config);
const compiled = (seed: number): TrainingStep =>
  createCompiledStep(buildModel(seed), config, { train: [BATCH_SIZE], evaluate: [100] });

function trainEpoch(step: TrainingStep, seed: number, epoch: number): void {
  let count = (epoch * train.size) / BATCH_SIZE;
  for (const batch of shuffledBatches({
    dataset: train,
    preprocessor: barPreprocessor,
    batchSize: BATCH_SIZE,
    seed,
    epoch,
  }))
    step.train(batch, { step: count++, learningRate: 1e-3 });
}

/** Share of right answers on the test set. */
function accuracyAfter(step: TrainingStep, seed: number): number {
  for (let epoch = 0; epoch < EPOCHS; epoch++) trainEpoch(step, seed, epoch);
  const mean = new RunningMean();
  for (const batch of orderedBatches({ dataset: test, preprocessor: barPreprocessor, batchSize: 100 }))
    mean.add(step.evaluate(batch), batch.size);
  step.dispose();
  return mean.shareCorrect;
}

/** Every weight moved away from zero by one unit in the last place. */
const nudged = (weights: readonly NamedArray[]): NamedArray[] =>
  weights.map((weight) => {
    const values = weight.values.slice();
    const bits = new Int32Array(values.buffer);
    bits.forEach((value, at) => (bits[at] = value + 1));
    return { ...weight, values };
  });

function distance(one: TrainingStep, other: TrainingStep): number {
  const theirs = other.readWeights();
  return Math.sqrt(
    one
      .readWeights()
      .reduce(
        (sum, { values }, at) =>
          values.reduce((part, value, index) => part + (value - theirs[at]!.values[index]!) ** 2, sum),
        0,
      ),
  );
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a long training of a convolutional model', () => {
  it('moves away from the eager one no further than that moves from itself by a nudge of one unit in the last place', () => {
    const [reference, control, ours] = [eager(1), eager(1), compiled(1)];
    control.writeWeights(nudged(control.readWeights()));
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const step of [reference, control, ours]) trainEpoch(step, 1, epoch);
    }
    const byRounding = distance(control, reference);
    expect(byRounding).toBeGreaterThan(0);
    expect(distance(ours, reference)).toBeLessThan(10 * byRounding);
  });

  it('reaches the accuracy of the eager one: over five seeds the means lie within one standard error', () => {
    const theirs = SEEDS.map((seed) => accuracyAfter(eager(seed), seed));
    const ours = SEEDS.map((seed) => accuracyAfter(compiled(seed), seed));
    const mean = meanOf(theirs);
    const variance = theirs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (SEEDS.length - 1);
    const standardError = Math.sqrt(variance / SEEDS.length);
    // A task that every run solves, or that no run solves, would prove nothing.
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(0.97);
    expect(Math.abs(meanOf(ours) - mean)).toBeLessThan(standardError);
  });
});
