import { modelComparisonSchema, type ErrorCode } from '@lintel/contracts';
import { compareClassifiers, type PairedAnswers, rightAnswers } from './compare-classifiers';
import { evaluateClassification } from './evaluate-classification';
import smooth from '../../../evaluation/testing/smooth.json';

const answers: PairedAnswers = {
  labels: Int32Array.from([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]),
  classNames: ['cup', 'shoe', 'coat'],
  champion: Uint8Array.from([1, 1, 0, 0, 1, 1, 1, 1, 0, 0]),
  challenger: Uint8Array.from([1, 0, 1, 1, 1, 1, 1, 0, 1, 0]),
};

describe('compareClassifiers', () => {
  it('matches a computation by hand', () => {
    const comparison = compareClassifiers(answers);
    expect(comparison).toMatchObject({
      examples: 10,
      figure: { key: 'accuracy', unit: 'share', better: 'higher' },
      champion: 0.6,
      challenger: 0.7,
      details: {
        // Three won, two lost: 2 (1 + 5 + 10) / 32.
        mcnemarP: 1,
        classes: [
          { className: 'cup', support: 4, championRecall: 0.5, challengerRecall: 0.75, recallDifference: 0.25 },
          { className: 'shoe', support: 6, recallDifference: 0 },
          { className: 'coat', support: 0, championRecall: null, challengerRecall: null, recallDifference: null },
        ],
      },
    });
    expect(comparison.gain.value).toBeCloseTo(0.1, 12);
    expect(comparison.gain.low).toBeLessThan(0.1);
    expect(comparison.gain.high).toBeGreaterThan(0.1);
    expect(modelComparisonSchema.parse(comparison)).toEqual(comparison);
  });

  it('is mirrored if the two models are swapped', () => {
    const there = compareClassifiers(answers);
    const back = compareClassifiers({ ...answers, champion: answers.challenger, challenger: answers.champion });
    expect(back.gain.low).toBeCloseTo(-there.gain.high, 9);
    expect(back.gain.high).toBeCloseTo(-there.gain.low, 9);
    expect(back.details.mcnemarP).toBe(there.details.mcnemarP);
  });

  it.each<[string, ErrorCode, Partial<PairedAnswers>]>([
    ['no examples', 'DATASET_EMPTY', { labels: new Int32Array() }],
    ['other examples of the champion', 'SHAPE_MISMATCH', { champion: new Uint8Array(9) }],
    ['a label that names no class', 'DATASET_INVALID', { labels: new Int32Array(10).fill(3) }],
  ])('refuses %s', (_, code, wrong) => {
    expect(() => compareClassifiers({ ...answers, ...wrong })).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('rightAnswers', () => {
  const classification = {
    probabilities: Float32Array.from(smooth.probabilities),
    labels: Int32Array.from(smooth.labels),
    classNames: smooth.classNames,
  };

  it('counts what the evaluation counts', () => {
    const right = rightAnswers(classification);
    const { accuracy, examples } = evaluateClassification(classification);
    expect(right.reduce((sum, one) => sum + one, 0) / examples).toBeCloseTo(accuracy, 12);
  });

  it('gives a tie to the class that comes first', () => {
    const tied = { probabilities: Float32Array.from([0.5, 0.5, 0.5, 0.5]), classNames: ['a', 'b'] };
    expect([...rightAnswers({ ...tied, labels: Int32Array.from([0, 1]) })]).toEqual([1, 0]);
  });
});
