import { Matrix } from 'ml-matrix';
import { type LinearModel } from '@lintel/contracts';
import { loadOnnxruntime } from '../inference/load-onnxruntime';
import { type DenseMatrix } from '../tables/dense-encoding';
import { fitLinear } from './fit-linear';
import { fitLogistic } from './fit-logistic';
import { linearOnnx } from './linear-onnx';
import { linearReasons, predictLinear } from './predict-linear';
import fixture from './testing/linear.json';

const matrix: DenseMatrix = {
  rows: fixture.rows,
  columns: [0, 0, 1, 2, 2].map((source, index) => ({ name: `x${index}`, source })),
  values: Float32Array.from(fixture.x),
};
const penalty = { lambda: 0.01, alpha: 0 };
const models: readonly (readonly [string, LinearModel])[] = [
  ['identity', fitLinear(matrix, Float64Array.from(fixture.values), penalty)],
  ['logistic', fitLogistic(matrix, Int32Array.from(fixture.binary), 2, { penalty })],
  ['softmax', fitLogistic(matrix, Int32Array.from(fixture.several), 3, { penalty })],
];

describe.each(models)('%s', (_, model) => {
  it('the ONNX graph answers as the fit does, to 1e-5', async () => {
    const { InferenceSession, Tensor } = await loadOnnxruntime();
    const { bytes, input, output } = linearOnnx(model);
    const session = await InferenceSession.create(bytes);
    const answers = await session.run({ [input]: new Tensor('float32', matrix.values, [matrix.rows, fixture.width]) });
    const expected = predictLinear(model, matrix);
    const received = answers[output]!.data as Float32Array;
    expect(received).toHaveLength(expected.length);
    const worst = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - received[at]!)), 0);
    expect(worst).toBeLessThan(1e-5);
  });

  it('the reasons of a row add up to its sum, and those of an average row are zero', () => {
    model.coefficients.forEach((coefficients, output) => {
      const x = Matrix.from1DArray(fixture.rows, fixture.width, Array.from(matrix.values)).getRow(7);
      const sum = x.reduce((total, value, at) => total + value * coefficients[at]!, model.intercepts[output]!);
      const { base, contributions } = linearReasons(model, matrix, 7, 3, output);
      expect(contributions.reduce((total, value) => total + value, base)).toBeCloseTo(sum, 10);
      const average = { ...matrix, rows: 1, values: Float32Array.from(model.means) };
      for (const value of linearReasons(model, average, 0, 3, output).contributions) expect(value).toBeCloseTo(0, 6);
    });
  });
});

it('columns that come from one input count together', () => {
  const [, model] = models[0]!;
  const { contributions } = linearReasons(model, matrix, 0, 3);
  const own = [0, 1].map((at) => model.coefficients[0]![at]! * (matrix.values[at]! - model.means[at]!));
  expect(contributions[0]).toBeCloseTo(own[0]! + own[1]!, 12);
});
