import { createRandom, type MlpModel } from '@lintel/contracts';
import { loadOnnxruntime } from '../inference/load-onnxruntime';
import { type DenseMatrix } from '../tables/dense-encoding';
import { mlpOnnx } from './mlp-onnx';
import { mlpReasons } from './mlp-reasons';
import { predictMlp } from './predict-mlp';

const COLUMNS = [0, 0, 1, 2].map((source, at) => ({ name: `x${at}`, source }));
const INPUTS = 3;

const matrixOf = (...rows: number[][]): DenseMatrix => ({
  rows: rows.length,
  columns: COLUMNS,
  values: Float32Array.from(rows.flat()),
});

/** Random weights; `bias` large enough keeps every unit above 0. */
function network(link: MlpModel['link'], outputs: number, units: readonly number[], bias = 0): MlpModel {
  const random = createRandom(7, 'network');
  const list = (length: number) => Array.from({ length }, () => random.normal());
  return {
    kind: 'mlp',
    link,
    hidden: units.map((count, depth) => ({
      weights: list((units[depth - 1] ?? COLUMNS.length) * count),
      biases: list(count).map((value) => value + bias),
    })),
    coefficients: Array.from({ length: outputs }, () => list(units.at(-1)!)),
    intercepts: list(outputs),
  };
}

/** The sum of each output before the link. */
const sumsOf = (model: MlpModel, matrix: DenseMatrix): number[] =>
  model.coefficients.map((coefficients, output) => {
    const one = { coefficients: [coefficients], intercepts: [model.intercepts[output]!] };
    return predictMlp({ ...model, ...one, link: 'identity' }, matrix)[0]!;
  });

const ROW = [1.5, -2, 0.7, 3];

describe.each<[MlpModel['link'], number]>([
  ['identity', 1],
  ['logistic', 1],
  ['softmax', 3],
])('a network whose link is %s', (link, outputs) => {
  const model = network(link, outputs, [16, 12]);

  it('has reasons that add up with the answer of the average row to the answer of the row, to 1e-9', () => {
    const [row, average] = [ROW, [0, 0, 0, 0]].map((values) => sumsOf(model, matrixOf(values)));
    for (let output = 0; output < outputs; output++) {
      const { base, contributions } = mlpReasons(model, matrixOf([9, 9, 9, 9], ROW), 1, INPUTS, output);
      expect(base).toBeCloseTo(average![output]!, 9);
      expect(contributions.reduce((sum, value) => sum + value, base)).toBeCloseTo(row![output]!, 9);
      expect(contributions).toHaveLength(INPUTS);
    }
  });

  it('answers as an ONNX graph as it does here, to 1e-5', async () => {
    const { InferenceSession, Tensor } = await loadOnnxruntime();
    const matrix = matrixOf(ROW, [0, 0, 0, 0], [-1, 0.5, 2, -0.25]);
    const { bytes, input, output } = mlpOnnx(model);
    const session = await InferenceSession.create(bytes);
    const answers = await session.run({ [input]: new Tensor('float32', matrix.values, [3, COLUMNS.length]) });
    const received = answers[output]!.data as Float32Array;
    const expected = predictMlp(model, matrix);
    expect(received).toHaveLength(expected.length);
    expected.forEach((value, at) => expect(received[at]).toBeCloseTo(value, 5));
  });
});

it('the reasons are the mean gradient along the way times its length, as a fine sum of steps gives it', () => {
  const model = network('identity', 1, [16, 12]);
  const { contributions } = mlpReasons(model, matrixOf(ROW), 0, INPUTS);
  const steps = 4_000;
  const expected = [0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const place = (step + 0.5) / steps;
    COLUMNS.forEach(({ source }, column) => {
      const at = (shift: number) => {
        const values = ROW.map((value, index) => place * value + (index === column ? shift : 0));
        return predictMlp(model, { rows: 1, columns: COLUMNS, values: values as unknown as Float32Array })[0]!;
      };
      expected[source]! += ((at(1e-6) - at(-1e-6)) / 2e-6) * (ROW[column]! / steps);
    });
  }
  expected.forEach((value, input) => expect(contributions[input]).toBeCloseTo(value, 2));
});

it('where no unit bends on the way, the reasons are those of the linear model that the network is', () => {
  const model = network('identity', 1, [5], 100);
  const { weights } = model.hidden[0]!;
  const slope = (column: number): number =>
    model.coefficients[0]!.reduce((sum, value, unit) => sum + value * weights[column * 5 + unit]!, 0);
  const { contributions } = mlpReasons(model, matrixOf(ROW), 0, INPUTS);
  expect(contributions[0]).toBeCloseTo(slope(0) * 1.5 + slope(1) * -2, 5);
  expect(contributions[2]).toBeCloseTo(slope(3) * 3, 5);
});
