import { evaluateLabels } from './evaluate-labels';

const request = {
  classNames: ['a', 'b', 'c'],
  // Row by row.
  labelSets: Uint8Array.from([1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0]),
  probabilities: Float32Array.from([0.9, 0.2, 0.4, 0.3, 0.8, 0.1, 0.6, 0.4, 0.5, 0.7, 0.1, 0.2]),
  thresholds: [0.5, 0.5, 0.3],
};

describe('evaluateLabels', () => {
  const report = evaluateLabels(request);

  it('agrees with scikit-learn on F1, average precision and AUC', () => {
    // Given: a,c | b | a,c | a. Right pairs: a c, b, a = 4 of 6 given and 5 true.
    const { metrics } = report.labels!;
    expect(metrics.microF1.value).toBeCloseTo(8 / 11, 10);
    expect(metrics.macroF1.value).toBeCloseTo((4 / 5 + 2 / 3 + 2 / 3) / 3, 10);
    // a: ranks + - + -, b: + + - -, c: - + - -.
    expect(metrics.averagePrecision!.value).toBeCloseTo(((1 + 2 / 3) / 2 + 1 + 1 / 2) / 3, 10);
    expect(metrics.auc!.value).toBeCloseTo((3 / 4 + 1 + 2 / 3) / 3, 10);
  });

  it('counts an answer as right only if all labels of the example are', () => {
    expect(report.accuracy).toBe(0.5);
    expect(report.classes.map(({ support, recall }) => [support, recall])).toEqual([
      [2, 1],
      [2, 0.5],
      [1, 1],
    ]);
    expect(report.labels).toMatchObject({ perExample: { actual: 1.25, answered: 1.5 }, without: 1 });
    expect(report.confusionMatrix).toEqual([]);
  });

  it('has intervals around its figures, which are wider if examples belong together', () => {
    const many = 40;
    const repeat = (values: Iterable<number>): number[] => Array.from({ length: many }, () => [...values]).flat();
    const big = {
      ...request,
      labelSets: Uint8Array.from(repeat(request.labelSets)),
      probabilities: Float32Array.from(repeat(request.probabilities)),
    };
    const groups = Array.from({ length: 4 * many }, (_, at) => `person ${at % 4}`);
    const widthOf = (one: typeof big & { groups?: string[] }): number => {
      const { value, low, high } = evaluateLabels(one).labels!.metrics.microF1;
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      return high - low;
    };
    expect(widthOf({ ...big, groups })).toBeGreaterThan(2 * widthOf(big));
  });

  it('leaves out areas that no label has a meaning for', () => {
    const labelSets = new Uint8Array(12);
    const { metrics } = evaluateLabels({ ...request, labelSets }).labels!;
    expect(metrics).toEqual({ microF1: { value: 0, low: 0, high: 0 }, macroF1: { value: 0, low: 0, high: 0 } });
  });

  it.each([
    ['no examples', { labelSets: new Uint8Array(), probabilities: new Float32Array() }, 'DATASET_EMPTY'],
    ['other labels', { thresholds: [0.5, 0.5] }, 'SHAPE_MISMATCH'],
    ['logits', { probabilities: request.probabilities.map((value) => 5 * value) }, 'INVALID_ARGUMENT'],
  ])('refuses %s', (_, changes, code) => {
    expect(() => evaluateLabels({ ...request, ...changes })).toThrow(expect.objectContaining({ code }) as Error);
  });
});
