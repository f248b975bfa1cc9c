import { columnOf, noisyTargets, randomMatrix } from './testing/random-rows';
import { trainTrees, type TrainTreesRequest } from './train-trees';

const squared = { kind: 'squared-error' } as const;
const features = randomMatrix(60, [0, 0, 6], 1);
const targets = noisyTargets(features, 1);
const request: TrainTreesRequest = {
  training: { features, targets },
  options: { objective: squared, rounds: 2 },
  seed: 1,
};

describe('training trees on unusable input', () => {
  it.each<[string, Partial<TrainTreesRequest>, string, RegExp]>([
    ['no rows', { training: { features: randomMatrix(0, [0], 1), targets: [] } }, 'DATASET_EMPTY', /no rows/],
    [
      'one class',
      { training: { features, targets: targets.map(() => 1) }, options: { objective: { kind: 'binary' } } },
      'DATASET_INVALID',
      /same target/,
    ],
    ['a target that is no class', { options: { objective: { kind: 'binary' } } }, 'DATASET_INVALID', /invalid target/],
    ['a target that is missing', { training: { features, targets: targets.with(7, NaN) } }, 'DATASET_INVALID', /Row 7/],
    [
      'too few targets',
      { training: { features, targets: targets.slice(1) } },
      'SHAPE_MISMATCH',
      /one target for each row/,
    ],
    [
      'a negative weight',
      { training: { features, targets, weights: targets.map(() => -1) } },
      'DATASET_INVALID',
      /weight/,
    ],
    [
      'weights of 0',
      { training: { features, targets, weights: targets.map(() => 0) } },
      'DATASET_INVALID',
      /All weights/,
    ],
    [
      'an infinite value',
      { training: { features: columnOf([1, Infinity]), targets: [1, 2] } },
      'DATASET_INVALID',
      /row 1/,
    ],
    ['a wrong option', { options: { objective: squared, leaves: 1 } }, 'INVALID_CONFIGURATION', /leaves/],
    [
      'patience without validation',
      { options: { objective: squared, patience: 3 } },
      'INVALID_CONFIGURATION',
      /validation rows/,
    ],
    ['a wrong seed', { seed: 0.5 }, 'INVALID_CONFIGURATION', /seed/],
    ['no threads', { threads: 0 }, 'INVALID_CONFIGURATION', /threads/],
    [
      'other columns to validate on',
      { validation: { features: columnOf([1]), targets: [1] } },
      'SHAPE_MISMATCH',
      /columns/,
    ],
  ])('refuses %s', async (_, change, code, message) => {
    const error: unknown = await trainTrees({ ...request, ...change }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(String(error)).toMatch(message);
  });

  it('refuses a monotone constraint on a category and among several classes', async () => {
    const columns = [{ name: 'c', categories: 3, monotone: 1 as const }];
    const category = { rows: 2, columns, values: Float32Array.of(0, 1) };
    await expect(trainTrees({ ...request, training: { features: category, targets: [1, 2] } })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
    });
    const training = { features: columnOf([1, 2], 1), targets: [0, 1] };
    const options = { objective: { kind: 'multiclass', classes: 2 } } as const;
    await expect(trainTrees({ training, options, seed: 1 })).rejects.toThrow(/several classes/);
  });

  it('refuses a code that is no category of the column', async () => {
    const columns = [{ name: 'c', categories: 3 }];
    for (const code of [3, -1, 0.5]) {
      const training = { features: { rows: 2, columns, values: Float32Array.of(0, code) }, targets: [1, 2] };
      await expect(trainTrees({ ...request, training })).rejects.toThrow(/code from 0 to 2/);
    }
  });
});
