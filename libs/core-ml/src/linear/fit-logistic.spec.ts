import { type LinearModel } from '@lintel/contracts';
import { type DenseMatrix } from '../tables/dense-encoding';
import { fitLinear } from './fit-linear';
import { fitLogistic } from './fit-logistic';
import { predictLinear } from './predict-linear';
import fixture from './testing/linear.json';

const matrix: DenseMatrix = {
  rows: fixture.rows,
  columns: Array.from({ length: fixture.width }, (_, source) => ({ name: `x${source}`, source })),
  values: Float32Array.from(fixture.x),
};
const labels = (list: readonly number[]): Int32Array => Int32Array.from(list);

function expectModel(model: LinearModel, expected: { coefficients: number[][]; intercepts: number[] }): void {
  expect(model.converged).toBe(true);
  expected.coefficients.forEach((list, output) =>
    list.forEach((value, column) => expect(model.coefficients[output]![column]).toBeCloseTo(value, 4)),
  );
  expected.intercepts.forEach((value, output) => expect(model.intercepts[output]).toBeCloseTo(value, 4));
}

describe.each(fixture.cases)('lambda $lambda, alpha $alpha, weighted $weighted', (one) => {
  const penalty = { lambda: one.lambda, alpha: one.alpha };
  const weights = one.weighted ? { weights: fixture.weights } : {};

  it('two classes: coefficients and probabilities are those of scikit-learn', () => {
    const model = fitLogistic(matrix, labels(fixture.binary), 2, { penalty, ...weights });
    expectModel(model, one.binary);
    const probabilities = predictLinear(model, matrix);
    one.binary.probabilities.flat().forEach((value, at) => expect(probabilities[at]).toBeCloseTo(value, 5));
  });

  it('three classes: probabilities are those of scikit-learn', () => {
    const several = { ...penalty, lambda: Math.max(penalty.lambda, 0.001) };
    const model = fitLogistic(matrix, labels(fixture.several), 3, { penalty: several, ...weights });
    expect(model.converged).toBe(true);
    const probabilities = predictLinear(model, matrix);
    one.several.probabilities.flat().forEach((value, at) => expect(probabilities[at]).toBeCloseTo(value, 4));
  });

  it('values: coefficients are those of scikit-learn', () => {
    const model = fitLinear(
      matrix,
      Float64Array.from(fixture.values),
      penalty,
      one.weighted ? fixture.weights : undefined,
    );
    expectModel(model, one.values);
  });
});

describe('fitLogistic', () => {
  it('a start from another penalty leads to the same model', () => {
    const penalty = { lambda: 0.01, alpha: 0.5 };
    const binary = labels(fixture.binary);
    const start = fitLogistic(matrix, binary, 2, { penalty: { lambda: 0.1, alpha: 0.5 } });
    const [cold, warm] = [{}, { start }].map((options) => fitLogistic(matrix, binary, 2, { penalty, ...options }));
    cold!.coefficients[0]!.forEach((value, at) => expect(warm!.coefficients[0]![at]).toBeCloseTo(value, 6));
  });

  it('classes that one column separates still end in finite coefficients', () => {
    const x = Float32Array.from([-3, -2, -1, 1, 2, 3]);
    const model = fitLogistic(
      { rows: 6, columns: [{ name: 'x', source: 0 }], values: x },
      labels([0, 0, 0, 1, 1, 1]),
      2,
      {
        penalty: { lambda: 0, alpha: 0 },
      },
    );
    expect(model.coefficients[0]!.every(Number.isFinite)).toBe(true);
    expect(predictLinear(model, { rows: 6, columns: [{ name: 'x', source: 0 }], values: x })[1]).toBeLessThan(0.01);
  });

  it('a class without rows is an error', () => {
    const fit = (): LinearModel =>
      fitLogistic(matrix, new Int32Array(fixture.rows), 2, { penalty: { lambda: 1, alpha: 0 } });
    expect(fit).toThrow(/Class 1 has no rows/);
  });
});
