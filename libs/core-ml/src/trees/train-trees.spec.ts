import { createRandom } from '@lintel/contracts';
import { indexOfLargest } from '../numbers/index-of-largest';
import { takeMatrixRows } from '../tables/feature-matrix';
import { predictMargin, predictTrees } from './predict-trees';
import { coin, columnOf, noisyTargets, randomMatrix } from './testing/random-rows';
import { trainTrees, type TrainTreesRequest } from './train-trees';
import { columnImportance } from './tree-model';
import { encodeTreeModel } from './tree-model-file';

const squared = { kind: 'squared-error' } as const;
const features = randomMatrix(600, [0, 0, 6], 1);
const targets = noisyTargets(features, 1);
const request: TrainTreesRequest = {
  training: { features, targets },
  options: { objective: squared, rounds: 40, learningRate: 0.1, leaves: 31, rowShare: 1, columnShare: 1 },
  seed: 1,
};
const meanSquare = (values: ArrayLike<number>, wanted: readonly number[]): number =>
  wanted.reduce((sum, target, row) => sum + (target - values[row]!) ** 2, 0) / wanted.length;

describe('training trees', () => {
  it('explains most of what can be explained', async () => {
    const { model, rounds } = await trainTrees(request);
    const other = randomMatrix(600, [0, 0, 6], 2);
    expect(rounds).toBe(40);
    // The noise alone has a variance of 0.25, the targets one of about 1.7.
    expect(meanSquare(predictTrees(model, other), noisyTargets(other, 2))).toBeLessThan(0.5);
    expect(columnImportance(model).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  it('gives the same trees for the same seed, and others for another', async () => {
    const options = { ...request.options, rowShare: 0.7, columnShare: 0.7 };
    const train = async (seed: number) =>
      Buffer.from(encodeTreeModel((await trainTrees({ ...request, options, seed })).model));
    const first = await train(5);
    expect((await train(5)).equals(first)).toBe(true);
    expect((await train(6)).equals(first)).toBe(false);
  });

  it('keeps to its limits of leaves, depth and rows', async () => {
    const options = { ...request.options, leaves: 9, maxDepth: 4, minLeafRows: 25 };
    const { model } = await trainTrees({ ...request, options });
    for (let tree = 0; tree + 1 < model.roots.length; tree += 1) {
      const [from, to] = [model.roots[tree]!, model.roots[tree + 1]!];
      const depths = new Map([[from, 0]]);
      let leaves = 0;
      for (let node = from; node < to; node += 1) {
        const depth = depths.get(node)!;
        expect(depth).toBeLessThanOrEqual(4);
        if (model.feature[node]! < 0) {
          leaves += 1;
          expect(model.cover[node]).toBeGreaterThanOrEqual(25);
          continue;
        }
        for (const child of [model.left[node]!, model.right[node]!]) depths.set(child, depth + 1);
        expect(model.cover[model.left[node]!]! + model.cover[model.right[node]!]!).toBe(model.cover[node]);
      }
      expect(leaves).toBeLessThanOrEqual(9);
    }
  });

  it('stops when the validation loss no longer falls, and keeps the best rounds', async () => {
    const other = randomMatrix(300, [0, 0, 6], 2);
    const validation = { features: other, targets: noisyTargets(other, 2) };
    const options = { objective: squared, rounds: 2000, learningRate: 0.3, minLeafRows: 2, patience: 10 };
    const { model, rounds, validationLosses } = await trainTrees({ ...request, options, validation });
    expect(validationLosses.length).toBe(rounds + 10);
    expect(Math.min(...validationLosses)).toBe(validationLosses[rounds - 1]);
    expect(model.roots.length - 1).toBe(rounds);
    expect(meanSquare(predictTrees(model, other), validation.targets)).toBeCloseTo(validationLosses[rounds - 1]!, 5);
  });

  it.each([1, 0.6])(
    'reports the losses of its own predictions when it sees a share of %d of the rows',
    async (rowShare) => {
      const validation = { features, targets };
      const options = { ...request.options, rowShare };
      const { model, validationLosses } = await trainTrees({ ...request, options, validation });
      expect(meanSquare(predictTrees(model, features), targets)).toBeCloseTo(validationLosses.at(-1)!, 5);
    },
  );

  it('counts a row of weight 2 like two rows', async () => {
    const known = randomMatrix(200, [0, 0, 6], 8, { missing: 0 });
    const wanted = noisyTargets(known, 8);
    const rows = Array.from({ length: 200 }, (_, row) => row);
    const doubled = [...rows, ...rows.filter((row) => row % 3 === 0)];
    const options = { ...request.options, minLeafRows: 1, minLeafHessian: 15, categorySmoothing: 0 };
    const train = (chosen: readonly number[], weights?: number[]) =>
      trainTrees({
        training: {
          features: takeMatrixRows(known, chosen),
          targets: chosen.map((row) => wanted[row]!),
          ...(weights && { weights }),
        },
        options,
        seed: 1,
      });
    const repeated = predictMargin((await train(doubled)).model, known);
    const weighted = predictMargin(
      (
        await train(
          rows,
          rows.map((row) => (row % 3 === 0 ? 2 : 1)),
        )
      ).model,
      known,
    );
    repeated.forEach((margin, row) => expect(weighted[row]).toBeCloseTo(margin, 4));
  });

  it.each([1, -1] as const)('never moves against a monotone constraint of %d', async (monotone) => {
    const random = createRandom(3, 'monotone');
    const rows = 500;
    const xs = Array.from({ length: rows }, () => random.next() * 6);
    const others = Array.from({ length: rows }, () => random.next());
    const columns = [
      { name: 'x', categories: 0, monotone },
      { name: 'other', categories: 0 },
    ];
    const training = {
      features: { rows, columns, values: Float32Array.from([...xs, ...others]) },
      targets: xs.map((x, row) => monotone * x + 3 * Math.sin(3 * x) + 2 * others[row]! + random.normal()),
    };
    for (const objective of [squared, { kind: 'quantile', level: 0.9 } as const]) {
      const { model } = await trainTrees({ training, options: { objective, rounds: 60, minLeafRows: 3 }, seed: 1 });
      for (const other of [0.1, 0.5, 0.9]) {
        const grid = Array.from({ length: 400 }, (_, at) => at / 60);
        const values = Float32Array.from([...grid, ...grid.map(() => other)]);
        const answers = predictTrees(model, { rows: grid.length, columns, values });
        const steps = [...answers].slice(1).map((answer, at) => (answer - answers[at]!) * monotone);
        expect(Math.min(...steps)).toBeGreaterThanOrEqual(-1e-9);
        expect(Math.abs(answers.at(-1)! - answers[0]!)).toBeGreaterThan(1);
      }
    }
  });

  it('gives probabilities of two classes and of several', async () => {
    const labels = targets.map((target) => (target > 1 ? 2 : target > 0 ? 1 : 0));
    const several = await trainTrees({
      training: { features, targets: labels },
      options: { objective: { kind: 'multiclass', classes: 3 }, rounds: 30 },
      seed: 1,
    });
    const shares = predictTrees(several.model, features);
    const right = labels.filter((label, row) => {
      const row3 = [...shares.slice(row * 3, row * 3 + 3)];
      expect(row3.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
      return indexOfLargest(row3) === label;
    });
    expect(right.length / labels.length).toBeGreaterThan(0.75);

    const random = createRandom(2, 'coins');
    const x = columnOf(Array.from({ length: 2000 }, (_, row) => row % 2));
    const coins = Array.from({ length: 2000 }, (_, row) => coin(random, row % 2 === 0 ? 0.1 : 0.7));
    const two = await trainTrees({
      training: { features: x, targets: coins },
      options: { objective: { kind: 'binary' }, rounds: 100 },
      seed: 1,
    });
    const [low, high] = predictTrees(two.model, columnOf([0, 1]));
    expect(low).toBeCloseTo(0.1, 1);
    expect(high).toBeCloseTo(0.7, 1);
  });

  it('covers the stated share of the targets with a quantile', async () => {
    const random = createRandom(7, 'quantile');
    const xs = Array.from({ length: 2000 }, () => random.next() * 10);
    const noisy = xs.map((x) => x + random.normal() * (1 + x / 5));
    for (const level of [0.1, 0.9]) {
      const { model } = await trainTrees({
        training: { features: columnOf(xs), targets: noisy },
        options: { objective: { kind: 'quantile', level }, rounds: 100, leaves: 8, minLeafRows: 40 },
        seed: 1,
      });
      const answers = predictTrees(model, columnOf(xs));
      expect(noisy.filter((target, row) => target <= answers[row]!).length / 2000).toBeCloseTo(level, 1);
    }
  });

  it('is not led astray by outliers when it fits the median or by Huber', async () => {
    const random = createRandom(1, 'outliers');
    const xs = Array.from({ length: 400 }, (_, row) => row % 2);
    const wild = xs.map((x, row) => (row % 10 < 2 ? 1000 : x + random.normal() / 4));
    for (const objective of [{ kind: 'absolute-error' }, { kind: 'huber', delta: 0.5 }] as const) {
      const { model } = await trainTrees({
        training: { features: columnOf(xs), targets: wild },
        options: { objective, rounds: 200, l2: 0 },
        seed: 1,
      });
      const [low, high] = predictTrees(model, columnOf([0, 1]));
      expect(low).toBeLessThan(0.5);
      expect(high).toBeGreaterThan(0.8);
      expect(high).toBeLessThan(1.6);
    }
  });

  it('ignores constant columns, and answers with the mean where nothing else is there', async () => {
    const constant = { rows: 3, columns: [{ name: 'x', categories: 0 }], values: Float32Array.of(4, 4, 4) };
    const { model, rounds } = await trainTrees({
      training: { features: constant, targets: [1, 2, 6] },
      options: { objective: squared, rounds: 5, rowShare: 1, columnShare: 1 },
      seed: 1,
    });
    expect(rounds).toBe(1);
    expect([...predictTrees(model, constant)]).toEqual([3, 3, 3]);
  });

  it('learns from whether a value is missing', async () => {
    const rows = Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? NaN : 5));
    const { model } = await trainTrees({
      training: { features: columnOf(rows), targets: rows.map((value) => (Number.isNaN(value) ? 1 : 0)) },
      options: { objective: { kind: 'binary' }, rounds: 60 },
      seed: 1,
    });
    const [missing, known] = predictTrees(model, columnOf([NaN, 5]));
    expect(missing).toBeGreaterThan(0.9);
    expect(known).toBeLessThan(0.1);
  });

  it('reports each round and ends when it is cancelled', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const training = trainTrees({
      ...request,
      signal: controller.signal,
      onRound: ({ round }) => {
        seen.push(round);
        if (round === 4) controller.abort(new Error('the user left'));
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'CANCELLED', received: 'the user left' });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('puts every training row into the leaf that its prediction comes from', async () => {
    const { model } = await trainTrees({
      ...request,
      options: { ...request.options, rounds: 1, learningRate: 1, l2: 0 },
    });
    const leaves = new Map<number, number[]>();
    predictTrees(model, features).forEach((answer, row) => leaves.set(answer, [...(leaves.get(answer) ?? []), row]));
    for (const [answer, rows] of leaves) {
      expect(rows.reduce((sum, row) => sum + targets[row]!, 0) / rows.length).toBeCloseTo(answer, 4);
    }
  });
});
