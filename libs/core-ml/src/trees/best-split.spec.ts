import { createRandom } from '@lintel/contracts';
import { Boosting } from './boosting';
import { cellOf, columnOf, noisyTargets, randomMatrix } from './testing/random-rows';
import { bestGain } from './testing/brute-force';
import { parseTreeOptions, type TreeOptionsInput } from './tree-options';

/** One split of all rows, by squared error. */
function splitOnce(
  features: ReturnType<typeof randomMatrix>,
  targets: readonly number[],
  options: Partial<TreeOptionsInput>,
  weights?: readonly number[],
) {
  const training = { features, targets: Float64Array.from(targets), weights: weights && Float64Array.from(weights) };
  const whole = { rowShare: 1, columnShare: 1, learningRate: 0.05 };
  const given = parseTreeOptions({ objective: { kind: 'squared-error' }, ...whole, rounds: 1, leaves: 2, ...options });
  const boosting = new Boosting({ training, options: given, seed: 0 });
  const base = boosting.workspace.margins[0]!;
  boosting.next();
  return { model: boosting.result().model, base };
}

describe('the best split', () => {
  it.each([
    { l1: 0, l2: 0, minLeafRows: 1 },
    { l1: 0.7, l2: 1.5, minLeafRows: 4 },
  ])('saves as much as the best of all possible splits, with $l1, $l2 and $minLeafRows', (rule) => {
    for (let seed = 0; seed < 25; seed += 1) {
      const random = createRandom(seed, 'weights');
      const features = randomMatrix(24, [0, 0, 4, 3], seed, { missing: seed % 2 === 0 ? 0.2 : 0, steps: 12 });
      const targets = noisyTargets(features, seed);
      const weights = targets.map(() => 1 + random.int(3));
      const { model, base } = splitOnce(features, targets, { ...rule, categoryL2: 0, categorySmoothing: 0 }, weights);
      const gradients = targets.map((target, row) => (base - target) * weights[row]!);
      const best = bestGain({ matrix: features, gradients, hessians: weights, ...rule });
      expect(model.gain[0]).toBeCloseTo(best, 3);
    }
  });

  it('lies between two values, so that the lower one goes left and the upper one right', () => {
    const { model } = splitOnce(columnOf([1, 1, 4, 4]), [0, 0, 9, 9], { minLeafRows: 1, l2: 0 });
    expect(model.value[0]).toBe(2.5);
    expect([...model.value.slice(1)].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([-0.225, 0.225]);
  });

  it('sends missing values where they save most', () => {
    const high = splitOnce(columnOf([1, 1, 4, 4, NaN, NaN]), [0, 0, 9, 9, 9, 9], { minLeafRows: 1 });
    const low = splitOnce(columnOf([1, 1, 4, 4, NaN, NaN]), [0, 0, 9, 9, 0, 0], { minLeafRows: 1 });
    expect([high.model.flags[0], low.model.flags[0]]).toEqual([0, 1]);
    expect([...high.model.cover]).toEqual([6, 2, 4]);
    expect([...low.model.cover]).toEqual([6, 4, 2]);
  });

  it('divides missing values from all others where only that matters', () => {
    const { model } = splitOnce(columnOf([1, 2, 3, NaN, NaN, NaN]), [0, 0, 0, 5, 5, 5], { minLeafRows: 1 });
    expect([...model.cover]).toEqual([6, 3, 3]);
  });

  it('sends missing values with most rows where training saw none', () => {
    const { model } = splitOnce(columnOf([1, 1, 1, 4]), [0, 0, 0, 9], { minLeafRows: 1 });
    expect(model.flags[0]).toBe(1);
  });

  it('does not split what it would not improve', () => {
    const { model } = splitOnce(columnOf([1, 2, 3, 4]), [5, 5, 5, 5], { minLeafRows: 1 });
    expect(model.feature.length).toBe(1);
  });

  it('divides many categories by what they say about the target', () => {
    const features = { ...randomMatrix(600, [40], 3, { missing: 0 }) };
    const targets = Array.from({ length: 600 }, (_, row) => cellOf(features, row, 0) % 2);
    const { model } = splitOnce(features, targets, { minLeafRows: 5 });
    const left = Array.from({ length: 40 }, (_, code) => (model.sets[code >> 5]! >>> (code & 31)) & 1);
    expect(left).toEqual(Array.from({ length: 40 }, (_, code) => code % 2));
  });
});
