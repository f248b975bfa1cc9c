import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createRandom } from '@lintel/contracts';
import { type FeatureMatrix } from '../tables/feature-matrix';
import { exportTreesOnnx, TREES_ANSWER, TREES_INPUT, TREES_MARGIN } from './export-trees-onnx';
import { predictMargin, predictTrees } from './predict-trees';
import { cellOf, columnOf, noisyTargets, randomMatrix } from './testing/random-rows';
import { trainTrees } from './train-trees';
import { IS_CATEGORY, type TreeModel } from './tree-model';
import { type TreeObjective } from './tree-options';

async function runGraph(model: TreeModel, matrix: FeatureMatrix) {
  const session = await InferenceSession.create(exportTreesOnnx(model, { task: 'test' }), {
    executionProviders: ['cpu'],
  });
  const columns = matrix.columns.length;
  const rows = Float32Array.from({ length: matrix.rows * columns }, (_, at) =>
    cellOf(matrix, Math.floor(at / columns), at % columns),
  );
  const outputs = await session.run({ [TREES_INPUT]: new Tensor('float32', rows, [matrix.rows, columns]) });
  await session.release();
  return {
    margin: outputs[TREES_MARGIN]!.data as Float32Array,
    answer: outputs[TREES_ANSWER]!.data as Float32Array,
    shape: outputs[TREES_ANSWER]!.dims,
  };
}

/** Rows with thresholds themselves, missing values, and codes that training did not see. */
function hardRows(model: TreeModel, rows: number, seed: number): FeatureMatrix {
  const random = createRandom(seed, 'hard rows');
  const values = model.columns.flatMap(({ categories }, column) => {
    const splits = [...model.feature.keys()].filter(
      (node) => model.feature[node] === column && (model.flags[node]! & IS_CATEGORY) === 0,
    );
    const cell = (): number => {
      if (random.next() < 0.15) return NaN;
      if (categories > 0) return random.int(categories + 70) - 35;
      const threshold = splits.length === 0 ? 0 : model.value[splits[random.int(splits.length)]!]!;
      return random.next() < 0.6 ? threshold : random.normal() * 4;
    };
    return Array.from({ length: rows }, cell);
  });
  return { rows, columns: model.columns, values: Float32Array.from(values) };
}

describe('trees as an ONNX graph', () => {
  const objectives: TreeObjective[] = [
    { kind: 'binary' },
    { kind: 'multiclass', classes: 3 },
    { kind: 'squared-error' },
    { kind: 'quantile', level: 0.9 },
  ];
  it.each(objectives)(
    'answer as in TypeScript, at thresholds, missing values and unknown codes: $kind',
    async (objective) => {
      for (let seed = 0; seed < 3; seed += 1) {
        const features = randomMatrix(500, [0, 3, 40, 0, 300], seed, { missing: seed === 0 ? 0 : 0.15 });
        const raw = noisyTargets(features, seed);
        const targets =
          objective.kind === 'binary'
            ? raw.map((target) => Number(target > 0.5))
            : objective.kind === 'multiclass'
              ? raw.map((target) => (target > 1 ? 2 : target > 0 ? 1 : 0))
              : raw;
        const options = { objective, rounds: 25, leaves: 20, minLeafRows: 4, categoryL2: 1, categorySmoothing: 1 };
        const { model } = await trainTrees({ training: { features, targets }, options, seed });
        expect(model.flags.some((flags) => (flags & IS_CATEGORY) !== 0)).toBe(true);
        for (const matrix of [features, hardRows(model, 400, seed)]) {
          const graph = await runGraph(model, matrix);
          expect(graph.shape).toEqual([matrix.rows, model.baseMargins.length]);
          const worst = (ours: Float64Array, theirs: Float32Array): number =>
            ours.reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at]!)), 0);
          expect(worst(predictMargin(model, matrix), graph.margin)).toBeLessThan(1e-5);
          expect(worst(predictTrees(model, matrix), graph.answer)).toBeLessThan(1e-5);
        }
      }
    },
  );

  it('answer without a single tree, and with a split of missing values from all others', async () => {
    const objective = { kind: 'squared-error' } as const;
    const constant = columnOf([2, 2, 2]);
    const empty = await trainTrees({
      training: { features: constant, targets: [1, 2, 6] },
      options: { objective },
      seed: 1,
    });
    const none = {
      ...empty.model,
      ...{ roots: Int32Array.of(0), feature: new Int32Array(), value: new Float32Array() },
    };
    expect([...(await runGraph(none, constant)).answer]).toEqual([3, 3, 3]);

    const gaps = columnOf([1, NaN, 2, NaN, 3, NaN]);
    const training = { features: gaps, targets: [0, 5, 0, 5, 0, 5] };
    const options = { objective, rounds: 20, minLeafRows: 1, rowShare: 1 };
    const { model } = await trainTrees({ training, options, seed: 1 });
    const probe = columnOf([1, NaN, 1e30]);
    const { answer } = await runGraph(model, probe);
    predictTrees(model, probe).forEach((value, row) => expect(answer[row]).toBeCloseTo(value, 5));
    expect(answer[1]).toBeGreaterThan(answer[0]! + 1);
  });
});
