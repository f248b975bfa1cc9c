import { createRandom } from '@lintel/contracts';
import { indexOfLargest } from '../numbers/index-of-largest';
import { fitLogistic, predictLogistic, stratifiedFolds } from './fit-logistic';
import { LogisticObjective } from './logistic-objective';
import { minimise } from './minimise';

/** Clouds around one centre for each class. */
function clouds(examples: number, classes: number, size: number, spread: number) {
  const random = createRandom(3, 'clouds');
  const centres = Array.from({ length: classes }, () => Array.from({ length: size }, () => random.normal()));
  const labels = Int32Array.from({ length: examples }, (_, row) => row % classes);
  const features = new Float32Array(examples * size);
  labels.forEach((label, row) => {
    for (let at = 0; at < size; at++) features[row * size + at] = centres[label]![at]! + spread * random.normal();
  });
  return { features, size, labels, classes };
}

describe('the minimiser', () => {
  it('finds the minimum of a badly scaled bowl', async () => {
    const scales = [1, 10, 100, 1000];
    const { point, converged } = await minimise(
      (at) =>
        Promise.resolve({
          value: scales.reduce((sum, scale, axis) => sum + (scale * (at[axis]! - axis) ** 2) / 2, 0),
          gradient: Float64Array.from(scales, (scale, axis) => scale * (at[axis]! - axis)),
        }),
      new Float64Array(4),
      { tolerance: 1e-9, maxIterations: 200 },
    );
    expect(converged).toBe(true);
    point.forEach((value, axis) => expect(value).toBeCloseTo(axis, 6));
  });
});

describe('the objective', () => {
  it('has the gradient that finite differences give, with examples left out and a penalty', async () => {
    const examples = clouds(12, 3, 4, 0.5);
    const objective = await LogisticObjective.open(examples);
    const options = { weights: Float32Array.from({ length: 12 }, (_, row) => (row < 9 ? 1 : 0)), l2: 0.1 };
    const random = createRandom(1, 'point');
    const point = Float64Array.from({ length: objective.parameters }, () => random.normal());
    const { gradient } = await objective.evaluate(point, options);
    for (let at = 0; at < point.length; at++) {
      const valueAt = async (shift: number): Promise<number> => {
        const moved = Float64Array.from(point);
        moved[at]! += shift;
        return (await objective.evaluate(moved, options)).value;
      };
      expect(gradient[at]).toBeCloseTo(((await valueAt(0.01)) - (await valueAt(-0.01))) / 0.02, 2);
    }
    await objective.close();
  });
});

describe('fitting a logistic layer', () => {
  it('separates clouds, and is as sure as it is right', async () => {
    const examples = clouds(300, 3, 8, 1);
    const { layer, heldOutProbabilities, heldOutLogLoss } = await fitLogistic(examples, { seed: 1 });
    const answers = predictLogistic(layer, examples.features);
    const correct = examples.labels.filter((label, row) => {
      const answer = answers.subarray(row * 3, row * 3 + 3);
      return indexOfLargest(answer) === label;
    }).length;
    expect(correct / 300).toBeGreaterThan(0.9);
    expect(heldOutLogLoss).toBeLessThan(0.4);
    let sure = 0;
    let right = 0;
    examples.labels.forEach((label, row) => {
      const answer = heldOutProbabilities.subarray(row * 3, row * 3 + 3);
      sure += Math.max(...answer) / 300;
      if (indexOfLargest(answer) === label) right += 1 / 300;
    });
    expect(Math.abs(sure - right)).toBeLessThan(0.04);
  });

  it('does not depend on the scale of the features', async () => {
    const examples = clouds(90, 3, 4, 1);
    const large = { ...examples, features: examples.features.map((value) => 1000 * value) };
    const [one, other] = [await fitLogistic(examples, { seed: 1 }), await fitLogistic(large, { seed: 1 })];
    expect(other.l2).toBe(one.l2);
    expect(other.heldOutLogLoss).toBeCloseTo(one.heldOutLogLoss, 3);
  });

  it('gives the same layer for the same seed', async () => {
    const examples = clouds(60, 2, 4, 1);
    const [one, other] = [await fitLogistic(examples, { seed: 5 }), await fitLogistic(examples, { seed: 5 })];
    expect(other.layer).toEqual(one.layer);
  });

  it('stops when it is cancelled', async () => {
    const fitting = fitLogistic(clouds(60, 2, 4, 1), { seed: 1, signal: AbortSignal.abort() });
    await expect(fitting).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('holds out whole groups where there are groups, so pictures of one thing do not praise each other', async () => {
    // Twenty things, each on ten pictures that show little else than the thing; the class is chance.
    const random = createRandom(5, 'things');
    const [things, each, size] = [20, 10, 24];
    const centres = Array.from({ length: things }, () => Array.from({ length: size }, () => random.normal()));
    const labels = Int32Array.from({ length: things * each }, (_, row) => (row % things) % 2);
    const features = Float32Array.from({ length: things * each * size }, (_, at) => {
      const row = Math.floor(at / size);
      return centres[row % things]![at % size]! + 0.05 * random.normal();
    });
    const examples = { features, size, labels, classes: 2 };
    const rightShare = ({ heldOutProbabilities }: { heldOutProbabilities: Float32Array }): number =>
      labels.filter((label, row) => indexOfLargest(heldOutProbabilities, 2 * row, 2) === label).length / labels.length;
    expect(rightShare(await fitLogistic(examples, { seed: 1 }))).toBeGreaterThan(0.95);
    const groups = Array.from(labels, (_, row) => `thing ${row % things}`);
    expect(rightShare(await fitLogistic(examples, { seed: 1, groups }))).toBeLessThan(0.75);
  });

  it('spreads every class evenly over the folds', () => {
    const folds = stratifiedFolds(
      Int32Array.from({ length: 100 }, (_, row) => (row < 90 ? 0 : 1)),
      2,
      5,
      1,
    );
    for (let fold = 0; fold < 5; fold++) {
      expect(folds.slice(0, 90).filter((each) => each === fold)).toHaveLength(18);
      expect(folds.slice(90).filter((each) => each === fold)).toHaveLength(2);
    }
  });
});
