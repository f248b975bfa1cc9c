import { createRandom } from '@lintel/contracts';
import { classCurves } from '../evaluation/class-curves';
import { encodeDense, fitDenseEncoding, type DenseMatrix } from '../tables/dense-encoding';
import { inferSchema } from '../tables/infer-schema';
import { encodeMatrix, fitMatrixEncoding } from '../tables/matrix-encoding';
import { readInputs } from '../tables/read-table';
import { readClassTarget } from '../tasks/tabular/read-target';
import { crossValidation } from '../tables/splits';
import { takeRows } from '../tables/table';
import { describeWithData, exampleTable } from '../tables/testing/describe-with-data';
import { balancedWeights } from './row-weights';
import { choosePenalty } from './choose-penalty';
import { fitLogistic } from './fit-logistic';
import { predictLinear } from './predict-linear';

const rows = 80;
const width = 30;
const random = createRandom(9, 'penalty');
const noise: DenseMatrix = {
  rows,
  columns: Array.from({ length: width }, (_, source) => ({ name: `x${source}`, source })),
  values: Float32Array.from({ length: rows * width }, () => random.normal()),
};
const values = Float64Array.from({ length: rows }, (_, row) => 2 * noise.values[row * width]! + random.normal());

describe('choosePenalty', () => {
  it('among columns of noise a lasso keeps the one that matters, and the best penalty is inside the path', () => {
    const folds = crossValidation({ rows }, 5, 1);
    const { model, trials } = choosePenalty(noise, { kind: 'values', values }, folds, { alpha: 1 });
    const [first, ...others] = model.coefficients[0]!;
    expect(first).toBeGreaterThan(1.3);
    expect(others.filter((value) => value === 0).length).toBeGreaterThan(10);
    const best = trials.findIndex(({ loss }) => loss === Math.min(...trials.map((trial) => trial.loss)));
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThan(trials.length - 1);
  });

  it('tells its progress and can be cancelled', () => {
    const folds = crossValidation({ rows }, 3, 1);
    const done: number[] = [];
    choosePenalty(noise, { kind: 'values', values }, folds, { onProgress: (share) => done.push(share) });
    expect(done.at(-1)).toBe(1);
    expect([...done].sort((one, other) => one - other)).toEqual(done);
    const signal = AbortSignal.abort();
    expect(() => choosePenalty(noise, { kind: 'values', values }, folds, { signal })).toThrow(/abort/i);
  });

  it('balanced weights move the mean probability of a rare class to one half', () => {
    const labels = Int32Array.from(values, (value) => Number(value > 2));
    const weights = balancedWeights(labels, 2);
    const model = fitLogistic(noise, labels, 2, { penalty: { lambda: 0.1, alpha: 0 }, weights });
    const answers = predictLinear(model, noise);
    const mean = weights.reduce((sum, weight, row) => sum + weight * answers[2 * row + 1]!, 0) / rows;
    expect(mean).toBeCloseTo(0.5, 5);
  });
});

/** AUC of logistic regression, pooled over five stratified folds; the penalty is chosen inside each training part. */
function foldedAuc(file: string, target: string): number {
  const table = exampleTable(file);
  const schema = inferSchema(table, { target });
  const { labels } = readClassTarget(table, schema);
  const scores = new Float32Array(table.rows);
  for (const { train, test } of crossValidation({ rows: table.rows, labels }, 5, 0)) {
    const inputs = readInputs(takeRows(table, train), schema);
    const encoding = fitMatrixEncoding(inputs, schema, { rareBelow: 5 });
    const { matrix } = encodeMatrix(inputs, encoding);
    const dense = fitDenseEncoding(matrix, encoding, { knots: 5 });
    const trainLabels = Int32Array.from(train, (row) => labels[row]!);
    const inner = crossValidation({ rows: train.length, labels: trainLabels }, 3, 0).slice(0, 1);
    const { model } = choosePenalty(
      encodeDense(matrix, dense),
      { kind: 'classes', labels: trainLabels, classes: 2 },
      inner,
      { penalties: 6 },
    );
    const held = encodeMatrix(readInputs(takeRows(table, test), schema), encoding);
    const answers = predictLinear(model, encodeDense(held.matrix, dense));
    test.forEach((row, at) => (scores[row] = answers[2 * at + 1]!));
  }
  const { auc } = classCurves(scores, Uint8Array.from(labels)).roc!;
  process.stdout.write(`${file}: AUC ${auc.toFixed(4)}\n`);
  return auc;
}

describeWithData('logistic regression in five folds', ['taiwan-default.csv', 'heloc.csv'], () => {
  it('Taiwan: AUC of at least .772', () => {
    expect(foldedAuc('taiwan-default.csv', 'DEFAULT')).toBeGreaterThanOrEqual(0.772);
  }, 300_000);

  it('HELOC: AUC of at least .794', () => {
    expect(foldedAuc('heloc.csv', 'RiskPerformance')).toBeGreaterThanOrEqual(0.794);
  }, 300_000);
});
