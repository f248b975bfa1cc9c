import { type MatrixEncoding, type Scorecard } from '@lintel/contracts';
import { classCurves } from '../evaluation/class-curves';
import { kolmogorovSmirnov } from '../evaluation/binary-scores';
import { loadOnnxruntime } from '../inference/load-onnxruntime';
import { featureValues, type FeatureMatrix } from '../tables/feature-matrix';
import { describeWithData, exampleFile } from '../tables/testing/describe-with-data';
import { binColumn } from './bin-column';
import { fitScorecard } from './fit-scorecard';
import { scorecardOnnx } from './scorecard-onnx';
import { scorecardReasons, scoreRows } from './score-rows';
import { germanCredit } from './testing/german-credit';

interface ReferenceBin {
  readonly Bin: string;
  readonly Count: number;
  readonly Event: number;
  readonly WoE: number;
  readonly IV: number;
}

describeWithData('German credit', ['german-credit.csv', 'german-binning-reference.json'], () => {
  const data = (): ReturnType<typeof germanCredit> => germanCredit();
  const reference = () =>
    JSON.parse(exampleFile('german-binning-reference.json').toString()) as {
      train_tables: Record<string, ReferenceBin[]>;
      train_lr_coef_on_woe: Record<string, number>;
    };

  it('information values are within 2 % of the reference, and weights of evidence have its sign and size', () => {
    const { encoding, train } = data();
    const tables = reference().train_tables;
    encoding.columns.forEach((column, index) => {
      const binned = binColumn(column, featureValues(train.matrix, index), Uint8Array.from(train.labels));
      const bins = tables[column.name]!.filter(({ Count }) => Count > 0);
      const expected = bins.reduce((sum, { IV }) => sum + IV, 0);
      expect(Math.abs(binned.informationValue - expected)).toBeLessThanOrEqual(0.02 * expected + 1e-9);
      const rows = binned.bins.filter(({ rows }) => rows > 0);
      expect(rows.map((bin) => bin.rows)).toEqual(bins.map(({ Count }) => Count));
      rows.forEach((bin, at) => expect(bin.woe).toBeCloseTo(bins[at]!.WoE, 6));
    });
  });

  it('coefficients on all columns are those of the reference', () => {
    const { encoding, train } = data();
    const card = fitScorecard(train.matrix, encoding, train.labels, {
      // scikit-learn's default, with which the reference was made.
      lambda: 1 / train.matrix.rows,
      keepWrongDirections: true,
    });
    const expected = reference().train_lr_coef_on_woe;
    for (const { name, coefficient } of card.columns)
      expect(Math.abs(coefficient - expected[name]!)).toBeLessThan(0.05);
  });

  it('the held-out rows are ranked with an AUC of at least .78 and a KS of at least .46', () => {
    const { encoding, train, test } = data();
    const card = fitScorecard(train.matrix, encoding, train.labels);
    const { probabilities } = scoreRows(card, test.matrix);
    const scores = Float32Array.from(probabilities);
    const positive = Uint8Array.from(test.labels);
    const auc = classCurves(scores, positive).roc!.auc;
    const ks = kolmogorovSmirnov(scores, positive);
    process.stdout.write(`German credit: AUC ${auc.toFixed(4)}, KS ${ks.toFixed(4)}, ${card.columns.length} columns\n`);
    expect(auc).toBeGreaterThanOrEqual(0.78);
    expect(ks).toBeGreaterThanOrEqual(0.46);
    expect(card.columns.every(({ coefficient }) => coefficient <= 0)).toBe(true);
  });
});

/** Income with a code -9 and gaps, and a category; a low income means the event. */
function example(): { matrix: FeatureMatrix; encoding: MatrixEncoding; labels: Int32Array } {
  const rows = 400;
  const values = new Float32Array(2 * rows);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const income = row % 40 === 0 ? NaN : row % 10 === 1 ? -9 : (row * 37) % 100;
    labels[row] = Number((Number.isNaN(income) ? row % 3 : income) < 30 + ((row * 7) % 40) - (row % 4) * 5);
    values[row] = income;
    values[rows + row] = row % 50 === 0 ? NaN : row % 4;
  }
  const encoding: MatrixEncoding = {
    kind: 'matrix',
    columns: [
      { name: 'income', kind: 'number', monotone: -1, special: [-9] },
      { name: 'region', kind: 'category', categories: ['a', 'b', 'c', 'd'], rare: [] },
    ],
  };
  const columns = [
    { name: 'income', categories: 0 },
    { name: 'region', categories: 4 },
  ];
  return { matrix: { rows, columns, values }, encoding, labels };
}

const fitExample = (rounded = true): Scorecard => {
  const { matrix, encoding, labels } = example();
  return fitScorecard(matrix, encoding, labels, { scaling: { rounded }, keepWrongDirections: true });
};

describe('fitScorecard', () => {
  it('special codes and missing values have bins of their own, and the ranges between are monotone', () => {
    const [income] = fitExample().columns;
    const labels = income!.bins.map(({ label }) => label);
    expect(labels.slice(-2)).toEqual(['-9', 'missing']);
    const { values } = example().matrix;
    const count = (test: (value: number) => boolean): number => values.subarray(0, 400).filter(test).length;
    expect(income!.bins.at(-2)!.rows).toBe(count((value) => value === -9));
    expect(income!.bins.at(-1)!.rows).toBe(count(Number.isNaN));
    const ranges = income!.bins.slice(0, -2).map(({ events, rows }) => events / rows);
    expect(ranges.length).toBeGreaterThan(1);
    expect([...ranges].sort((one, other) => other - one)).toEqual(ranges);
  });

  it('twenty points more mean half the odds, and 600 points are odds of 50 to 1', () => {
    const card = fitExample(false);
    const { scores, probabilities } = scoreRows(card, example().matrix);
    scores.forEach((score, row) => {
      const odds = (1 - probabilities[row]!) / probabilities[row]!;
      expect(odds).toBeCloseTo(50 * 2 ** ((score - 600) / 20), 8);
    });
  });

  it('the points of the reasons add up to the score, the costliest first', () => {
    const card = fitExample();
    const { matrix } = example();
    const { scores } = scoreRows(card, matrix);
    for (let row = 0; row < 20; row++) {
      const reasons = scorecardReasons(card, matrix, row);
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(scores[row]);
      const losses = reasons.map(({ points, meanPoints }) => points - meanPoints);
      expect([...losses].sort((one, other) => one - other)).toEqual(losses);
    }
  });

  it.each([true, false])(
    'the ONNX graph gives the same points and probabilities to 1e-5 (rounded: %s)',
    async (rounded) => {
      const card = fitExample(rounded);
      const { matrix } = example();
      const expected = scoreRows(card, matrix);
      const { InferenceSession, Tensor } = await loadOnnxruntime();
      const session = await InferenceSession.create(scorecardOnnx(card).bytes);
      const rowMajor = new Float32Array(matrix.values.length);
      for (let row = 0; row < matrix.rows; row++)
        for (let column = 0; column < 2; column++)
          rowMajor[row * 2 + column] = matrix.values[column * matrix.rows + row]!;
      const answers = await session.run({ columns: new Tensor('float32', rowMajor, [matrix.rows, 2]) });
      const [points, probabilities] = [
        answers['points']!.data as Float32Array,
        answers['probabilities']!.data as Float32Array,
      ];
      expected.points.forEach((value, at) => expect(Math.abs(points[at]! - value)).toBeLessThan(rounded ? 1e-9 : 1e-4));
      expected.probabilities.forEach((value, row) =>
        expect(Math.abs(probabilities[2 * row + 1]! - value)).toBeLessThan(1e-5),
      );
    },
  );

  it('a target with one class is an error', () => {
    const { matrix, encoding } = example();
    expect(() => fitScorecard(matrix, encoding, new Int32Array(400))).toThrow(/two classes/);
  });
});
