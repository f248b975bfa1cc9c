import { createRandom, evaluationReportSchema, LintelError, type ErrorCode } from '@lintel/contracts';
import { type Classification } from './classification';
import { evaluateClassification } from './evaluate-classification';
import coarse from '../../../evaluation/testing/coarse.json';
import smooth from '../../../evaluation/testing/smooth.json';

type Fixture = Omit<typeof smooth, 'expected'> & {
  expected: Omit<typeof smooth.expected, 'curves'> & {
    curves: { auc: number | null; averagePrecision: number | null }[];
  };
};

const evaluate = (fixture: Fixture): ReturnType<typeof evaluateClassification> =>
  evaluateClassification({
    probabilities: Float32Array.from(fixture.probabilities),
    labels: Int32Array.from(fixture.labels),
    classNames: fixture.classNames,
  });

function refusalOf(classification: Classification): LintelError {
  try {
    evaluateClassification(classification);
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error('It was evaluated.');
}

function expectClose(received: number | undefined, expected: number | null | undefined): void {
  expect(received ?? null).toEqual(expected === null ? null : expect.closeTo(expected!, 6));
}

describe.each<[string, Fixture]>([
  ['eight classes, all scores different', smooth],
  ['equal scores, a class without examples and one that is never predicted', coarse],
])('agrees with scikit-learn: %s:', (_, fixture) => {
  const { expected } = fixture;
  const report = evaluate(fixture);

  it('accuracy, top five, log loss', () => {
    expectClose(report.accuracy, expected.accuracy);
    expectClose(report.top5Accuracy, expected.top5Accuracy);
    expectClose(report.logLoss, expected.logLoss);
  });

  it('confusion matrix, precision, recall, F1 and their macro averages', () => {
    expect(report.confusionMatrix).toEqual(expected.confusionMatrix);
    report.classes.forEach((ofClass, index) => {
      expect(ofClass.support).toBe(expected.support[index]);
      expectClose(ofClass.precision, expected.precision[index]);
      expectClose(ofClass.recall, expected.recall[index]);
      expectClose(ofClass.f1, expected.f1[index]);
    });
    expectClose(report.macroPrecision, expected.macroPrecision);
    expectClose(report.macroRecall, expected.macroRecall);
    expectClose(report.macroF1, expected.macroF1);
  });

  it('area under the ROC curve and average precision of each class', () => {
    report.classes.forEach(({ roc, precisionRecall }, index) => {
      expectClose(roc?.auc, expected.curves[index]!.auc);
      expectClose(precisionRecall?.averagePrecision, expected.curves[index]!.averagePrecision);
    });
  });

  it('expected calibration error', () => {
    expectClose(report.calibration.expectedCalibrationError, expected.expectedCalibrationError);
    expect(report.calibration.bins).toHaveLength(15);
    expect(report.calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(report.examples);
  });

  it('Wilson interval of the accuracy', () => {
    expectClose(report.accuracyInterval.low, expected.accuracyInterval.low);
    expectClose(report.accuracyInterval.high, expected.accuracyInterval.high);
  });

  it('is a report that the contract accepts', () => {
    expect(evaluationReportSchema.parse(report)).toEqual(report);
  });
});

describe('evaluateClassification', () => {
  it('matches a computation by hand', () => {
    const report = evaluateClassification({
      probabilities: Float32Array.from([0.75, 0.25, 0.5, 0.5, 0.25, 0.75, 0.25, 0.75]),
      labels: Int32Array.from([0, 1, 1, 0]),
      classNames: ['cup', 'shoe'],
    });
    expect(report.confusionMatrix).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(report).toMatchObject({ examples: 4, accuracy: 0.5, top5Accuracy: 1, macroF1: 0.5 });
    expect(report.logLoss).toBeCloseTo((-Math.log(0.75) - Math.log(0.5) - Math.log(0.75) - Math.log(0.25)) / 4, 6);
    // Shoe: true scores 0.5 and 0.75, false 0.25 and 0.75: of four pairs, one won, one won, one tied, one lost.
    expect(report.classes[1]!.roc!.auc).toBeCloseTo(0.625, 6);
  });

  it('averages over the classes that occur, as scikit-learn does, and not over those without examples and answers', () => {
    const report = evaluateClassification({
      probabilities: Float32Array.from([0.75, 0.25, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.25, 0.5, 0]),
      labels: Int32Array.from([0, 1, 1]),
      classNames: ['cup', 'shoe', 'answered only', 'absent'],
    });
    // f1_score([0, 1, 1], [0, 0, 2], average='macro') of scikit-learn is (2/3 + 0 + 0) / 3.
    expect(report.macroF1).toBeCloseTo(2 / 9, 12);
    expect(report.macroPrecision).toBeCloseTo(0.5 / 3, 12);
    expect(report.macroRecall).toBeCloseTo(1 / 3, 12);
    expect(report.classes[3]).toMatchObject({ support: 0, f1: 0 });
  });

  it('evaluates 10,000 examples of ten classes with curves of at most 101 points', () => {
    const random = createRandom(3);
    const labels = Int32Array.from({ length: 10_000 }, () => random.int(10));
    const probabilities = new Float32Array(100_000);
    labels.forEach((label, example) => {
      const row = Array.from({ length: 10 }, (_, index) => Math.exp(random.normal() + (index === label ? 2 : 0)));
      const sum = row.reduce((total, value) => total + value, 0);
      row.forEach((value, index) => (probabilities[example * 10 + index] = value / sum));
    });
    const report = evaluateClassification({ probabilities, labels, classNames: [...'abcdefghij'] });
    for (const { roc, precisionRecall } of report.classes) {
      expect(roc!.points.length).toBeLessThanOrEqual(101);
      expect(precisionRecall!.points.length).toBeLessThanOrEqual(101);
      const areaOfPoints = roc!.points.reduce((area, { x, y }, index, points) => {
        const left = points[index - 1] ?? { x: 0, y: 0 };
        return area + ((x - left.x) * (y + left.y)) / 2;
      }, 0);
      expect(areaOfPoints).toBeCloseTo(roc!.auc, 2);
    }
    expect(JSON.stringify(report).length).toBeLessThan(150_000);
  });

  it.each<[string, ErrorCode, Partial<Classification>]>([
    ['no examples', 'DATASET_EMPTY', { labels: new Int32Array(0), probabilities: new Float32Array(0) }],
    ['more labels than answers', 'SHAPE_MISMATCH', { labels: new Int32Array(3) }],
    ['a single class', 'SHAPE_MISMATCH', { classNames: ['only'] }],
    ['a label that names no class', 'DATASET_INVALID', { labels: Int32Array.from([0, 2]) }],
    ['an answer that is not a number', 'INVALID_ARGUMENT', { probabilities: Float32Array.from([0.5, 0.5, NaN, 1]) }],
    ['an infinite answer', 'INVALID_ARGUMENT', { probabilities: Float32Array.from([Infinity, 0, 0, 1]) }],
    ['logits', 'INVALID_ARGUMENT', { probabilities: Float32Array.from([2.5, -1.5, 0.5, 0.5]) }],
    ['rows that sum to more than 1', 'INVALID_ARGUMENT', { probabilities: Float32Array.from([0.5, 0.5, 0.5, 0.6]) }],
  ])('refuses %s with problem, expected, received and cure', (_, code, wrong) => {
    const right = {
      probabilities: Float32Array.from([0.5, 0.5, 0, 1]),
      labels: new Int32Array(2),
      classNames: ['a', 'b'],
    };
    expect(evaluateClassification(right).examples).toBe(2);
    const refusal = refusalOf({ ...right, ...wrong });
    expect(refusal.code).toBe(code);
    for (const part of [refusal.problem, refusal.expected, refusal.received, refusal.cure]) expect(part).toMatch(/\w/);
  });
});
