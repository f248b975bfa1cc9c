import { createRandom } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { aucWithInterval } from '../evaluation/auc-interval';
import { fitLogistic } from '../linear/fit-logistic';
import { predictLinear } from '../linear/predict-linear';
import { type DenseMatrix } from '../tables/dense-encoding';
import { fitMlp } from './fit-mlp';
import { predictMlp } from './predict-mlp';

jest.setTimeout(300_000);

const ROWS = 1_200;
/** Of two numbers one must be positive, but not both. The third says nothing. */
const [learned, fresh] = [1, 2].map((seed) => {
  const random = createRandom(seed, 'exclusive or');
  const values = Float32Array.from({ length: ROWS * 3 }, () => random.normal());
  const matrix: DenseMatrix = {
    rows: ROWS,
    columns: [0, 1, 2].map((source) => ({ name: `x${source}`, source })),
    values,
  };
  const labels = Int32Array.from({ length: ROWS }, (_, row) =>
    Number(values[3 * row]! > 0 !== values[3 * row + 1]! > 0),
  );
  const products = Float64Array.from({ length: ROWS }, (_, row) => 50 + 10 * values[3 * row]! * values[3 * row + 1]!);
  return { matrix, labels, products };
}) as [Examples, Examples];
interface Examples {
  readonly matrix: DenseMatrix;
  readonly labels: Int32Array;
  readonly products: Float64Array;
}
const rowsFrom = (start: number, end: number) => Int32Array.from({ length: end - start }, (_, at) => start + at);
const held = { train: rowsFrom(0, 1_000), test: rowsFrom(1_000, ROWS) };
const classes = { kind: 'classes' as const, labels: learned.labels, classes: 2 };

describe('fitMlp', () => {
  it('learns that one of two numbers must be positive but not both, which a linear model cannot', async () => {
    const aucOf = (answers: Float64Array): number =>
      aucWithInterval(
        answers.filter((_, at) => at % 2 === 1),
        fresh.labels,
      ).value;
    const { model } = await fitMlp(learned.matrix, classes, held, { seed: 1 });
    const linear = fitLogistic(learned.matrix, learned.labels, 2, { penalty: { lambda: 0.001, alpha: 0 } });
    expect(aucOf(predictMlp(model, fresh.matrix))).toBeGreaterThan(0.97);
    expect(aucOf(predictLinear(linear, fresh.matrix))).toBeLessThan(0.6);
  });

  it('learns values in their own unit, and leaves no tensor behind', async () => {
    const before = loadTensorFlow().memory().numTensors;
    const targets = { kind: 'values' as const, values: learned.products };
    const { model } = await fitMlp(learned.matrix, targets, held, { seed: 1 });
    expect(loadTensorFlow().memory().numTensors).toBe(before);
    const answers = predictMlp(model, fresh.matrix);
    const mean = fresh.products.reduce((sum, value) => sum + value, 0) / ROWS;
    const error = answers.reduce((sum, value, row) => sum + (value - fresh.products[row]!) ** 2, 0);
    const spread = fresh.products.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(1 - error / spread).toBeGreaterThan(0.8);
  });

  it('gives the same network under the same seed, and reports how far it is', async () => {
    const progress: number[] = [];
    const one = await fitMlp(learned.matrix, classes, held, { seed: 3, onProgress: (done) => progress.push(done) });
    const other = await fitMlp(learned.matrix, classes, held, { seed: 3 });
    expect(other).toEqual(one);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('stops between two epochs when it is cancelled', async () => {
    const caller = new AbortController();
    const fitting = fitMlp(learned.matrix, classes, held, {
      seed: 1,
      signal: caller.signal,
      onProgress: () => caller.abort(new Error('no longer wanted')),
    });
    await expect(fitting).rejects.toThrow('no longer wanted');
  });
});
