import { gatePolicySchema, gateReportSchema, inEnglish, type GateReport } from '@lintel/contracts';
import { compareClassifiers } from '../tasks/image-classification/training/compare-classifiers';
import { evaluateClassification } from '../tasks/image-classification/training/evaluate-classification';
import { judgePromotion, type PromotionCase } from './gates';

type Case = PromotionCase<'image-classification'>;

const now = new Date('2026-03-01T12:00:00.000Z');
const TEST_SET = 'a'.repeat(64);
const classNames = ['good', 'scratch', 'dent'];
const EXAMPLES = 600;
const labels = Int32Array.from({ length: EXAMPLES }, (_, at) => at % 3);

/** Right except for the first `wrong` examples of each class, with the given confidence. */
function answers(wrong: readonly number[], confidence = 0.9): Float32Array {
  const seen = [0, 0, 0];
  return Float32Array.from(
    [...labels].flatMap((label) => {
      const answer = seen[label]!++ < wrong[label]! ? (label + 1) % 3 : label;
      return [0, 1, 2].map((index) => (index === answer ? confidence : (1 - confidence) / 2));
    }),
  );
}

const right = (wrong: readonly number[]) =>
  Uint8Array.from(labels, (_, at) => (Math.floor(at / 3) < wrong[labels[at]!]! ? 0 : 1));

function candidate(wrong: readonly number[]): Case['candidate'] {
  return {
    task: 'image-classification',
    evaluation: evaluateClassification({ probabilities: answers(wrong), labels, classNames }),
    provenance: { codeCommit: null, jobId: null, datasetVersionId: null, testSetHash: TEST_SET },
    onnx: { parity: { examples: 256, maxAbsoluteDifference: 2e-6, tolerance: 1e-4 } },
  };
}

interface Given {
  readonly challenger?: readonly number[];
  readonly champion?: readonly number[] | null;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly change?: (judged: Case) => Case;
}

function judge({ challenger = [4, 4, 4], champion = [40, 40, 40], policy = {}, change = (as) => as }: Given = {}) {
  const judged: Case = {
    candidate: candidate(challenger),
    champion: champion ? { id: 'version-1', testSetHash: TEST_SET } : null,
    comparison: champion
      ? compareClassifiers({ labels, classNames, champion: right(champion), challenger: right(challenger) })
      : null,
    policy: gatePolicySchema.parse(policy),
    now,
  };
  return judgePromotion(change(judged));
}

const refused = (report: GateReport) => report.gates.filter(({ passed }) => !passed);
const gate = (report: GateReport, name: string) => report.gates.find((one) => one.name === name)!;

describe('judgePromotion', () => {
  it('passes a clearly better model, and reports how much better it is', () => {
    const report = judge();
    expect(report).toMatchObject({ passed: true, decidedAt: now.toISOString(), championId: 'version-1' });
    expect(gate(report, 'better-than-champion').reason).toMatch(
      /^Accuracy 98\.00 % is at least 1\d\.\d\d points better than the champion's 80\.00 %\.$/,
    );
    expect(report.comparison).toMatchObject({ examples: 600, champion: 0.8, challenger: 0.98 });
    expect(gateReportSchema.parse(report)).toEqual(report);
  });

  it('refuses one that may be better only by chance, with a reason', () => {
    const report = judge({ champion: [5, 5, 5] });
    expect(report.passed).toBe(false);
    expect(report.comparison!.gain.value).toBeGreaterThan(0);
    expect(refused(report)).toEqual([
      {
        name: 'better-than-champion',
        passed: false,
        expected: 'at least 0.00 points better, at the lower end of the 95 % interval',
        received: expect.stringMatching(
          /^a gain of \+0\.50 points \(95 %: -0\.\d\d points to \+1\.\d\d points\) on 600 examples$/,
        ) as string,
        reason: expect.stringMatching(
          /^Accuracy 98\.00 % is not clearly better than the champion's 97\.50 %: it may be up to 0\.\d\d points worse\. The policy asks for at least 0\.00 points better\.$/,
        ) as string,
        messages: expect.anything() as unknown,
      },
    ]);
  });

  it('says each verdict as sentences that carry the figures, so that it can be shown in any language', () => {
    const worse = judge({ challenger: [20, 20, 20], champion: [10, 10, 10] });
    const { reason, messages } = gate(worse, 'better-than-champion');
    expect(reason).toBe(
      "Accuracy 90.00 % is 5.00 points worse than the champion's 95.00 %. The policy asks for at least 0.00 points better.",
    );
    expect(messages!.reason.map(({ code }) => code)).toEqual(['gate.gain.below', 'gate.gain.needs-better']);
    expect(messages!.reason[0]!.values).toMatchObject({
      challenger: 'accuracy share 0.9',
      champion: 'accuracy share 0.95',
    });
    for (const { expected, received, reason: said, messages: all } of worse.gates) {
      expect(all!.expected.map(inEnglish).join(', ')).toBe(expected);
      expect(all!.received.map(inEnglish).join(' ')).toBe(received);
      expect(all!.reason.map(inEnglish).join(' ')).toBe(said);
    }
  });

  it('passes a model that is no worse than the policy allows', () => {
    const asked = judge({ champion: [5, 5, 5], policy: { minimumGain: -0.02 } });
    expect(asked.passed).toBe(true);
    expect(gate(asked, 'better-than-champion').expected).toContain('at most 2.00 points worse');
    expect(judge({ policy: { minimumGain: 0.17 } }).passed).toBe(false);
  });

  it('applies only the absolute gates if there is no champion, and says so', () => {
    const report = judge({ champion: null });
    expect(report).toMatchObject({ passed: true, championId: null, comparison: null });
    expect(gate(report, 'better-than-champion').reason).toContain('only the absolute gates apply');
    expect(report.gates.map(({ name }) => name)).not.toContain('same-test-set');
    expect(judge({ champion: null, policy: { minimumAccuracy: 0.99 } }).passed).toBe(false);
  });

  it.each<[string, (judged: Case) => Case, RegExp]>([
    [
      'the champion was measured on other examples',
      (as) => ({ ...as, champion: { id: 'version-1', testSetHash: 'b'.repeat(64) } }),
      /other examples/,
    ],
    [
      "the champion's test set is unknown",
      (as) => ({ ...as, champion: { id: 'version-1', testSetHash: null } }),
      /other examples/,
    ],
    ['the two were not compared', (as) => ({ ...as, comparison: null }), /not measured on this model's test set/],
    [
      "the candidate's test set is unknown",
      (as) => ({ ...as, candidate: { ...as.candidate, provenance: null } }),
      /doesn't say/,
    ],
    [
      'the comparison is of fewer examples',
      (as) => ({ ...as, comparison: { ...as.comparison!, examples: 599 } }),
      /leaves out/,
    ],
  ])('refuses where %s, and believes no comparison then', (_, change, reason) => {
    const report = judge({ change });
    expect(refused(report).map(({ name }) => name)).toEqual(['same-test-set', 'better-than-champion']);
    expect(gate(report, 'same-test-set').reason).toMatch(reason);
    expect(report.comparison).toBeNull();
  });

  it('refuses a model that gave up one class for the average, and names it', () => {
    const report = judge({ challenger: [0, 31, 0], champion: [40, 20, 40] });
    expect(refused(report)).toMatchObject([
      { name: 'class-floor', reason: 'Recall of "scratch" is 84.50 %; the champion\'s is 90.00 %.' },
    ]);
    // Exactly the allowed loss.
    expect(judge({ challenger: [0, 30, 0], champion: [40, 20, 40] }).passed).toBe(true);
  });

  it('judges no loss of recall on fewer than 20 examples', () => {
    const rare = (support: number) =>
      judge({
        challenger: [0, 31, 0],
        champion: [40, 20, 40],
        change: (as) => ({
          ...as,
          comparison: {
            ...as.comparison!,
            details: {
              ...as.comparison!.details,
              classes: as.comparison!.details.classes.map((one) => ({ ...one, support })),
            },
          },
        }),
      });
    expect(gate(rare(19), 'class-floor').passed).toBe(true);
    expect(gate(rare(20), 'class-floor').passed).toBe(false);
  });

  it('refuses a class under the floor, also without a champion', () => {
    const report = judge({ challenger: [0, 90, 4], champion: null, policy: { classFloor: { minimumRecall: 0.6 } } });
    expect(refused(report)).toMatchObject([{ name: 'class-floor', reason: 'Recall of "scratch" is 55.00 %.' }]);
    expect(
      judge({ challenger: [0, 80, 4], champion: null, policy: { classFloor: { minimumRecall: 0.6 } } }).passed,
    ).toBe(true);
  });

  it('refuses an export that gives different answers than the trained model', () => {
    const parity = { examples: 256, maxAbsoluteDifference: 3e-4, tolerance: 1e-3 };
    const report = judge({ change: (as) => ({ ...as, candidate: { ...as.candidate, onnx: { parity } } }) });
    expect(refused(report)).toMatchObject([{ name: 'parity', reason: expect.stringContaining('0.000300') as string }]);
  });

  it('judges calibration only if the policy requires it', () => {
    expect(judge().gates.map(({ name }) => name)).not.toContain('calibration');
    // 98 % right, 90 % sure.
    expect(gate(judge({ policy: { maximumCalibrationError: 0.1 } }), 'calibration').passed).toBe(true);
    expect(gate(judge({ policy: { maximumCalibrationError: 0.05 } }), 'calibration')).toMatchObject({
      passed: false,
      received: '8.00 points',
      reason: expect.stringContaining('at most 5.00 points is allowed') as string,
    });
  });

  it('states the accuracy with its interval, its method and the number of examples', () => {
    expect(gate(judge(), 'accuracy').received).toMatch(
      /^\d+\.\d\d % \(95 % Wilson interval: \d+\.\d\d % to \d+\.\d\d %\) on \d+ examples$/,
    );
  });

  it('refuses a model that was never measured, whatever else is right', () => {
    const report = judge({
      champion: null,
      policy: { maximumCalibrationError: 0.5 },
      change: (as) => ({ ...as, candidate: { ...as.candidate, evaluation: null } }),
    });
    expect(refused(report).map(({ name }) => name)).toEqual(['class-floor', 'accuracy', 'calibration']);
  });

  it('never displays a non-zero difference as zero', () => {
    const report = judge({
      change: (as) => ({
        ...as,
        comparison: { ...as.comparison!, gain: { value: 0.01, low: -0.00001, high: 0.02 } },
      }),
    });
    expect(gate(report, 'better-than-champion').reason).toContain('up to under 0.01 points worse');
  });
});
