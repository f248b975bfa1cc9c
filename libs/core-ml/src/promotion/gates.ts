import { type ClassifierComparison, type GatePolicy, type GateReport, type ModelManifest } from '@lintel/contracts';
import { classFloorGate } from './class-floor';
import { type Gate, UNMEASURED } from './gate';
import { unknownClasses } from './unknown-classes';
import { describeInterval, percent, points } from './wording';

export interface PromotionCase {
  /** Of the manifest of the model that wants to answer. */
  readonly candidate: Pick<ModelManifest, 'evaluation' | 'provenance'> & {
    readonly onnx: Pick<ModelManifest['onnx'], 'parity'>;
  };
  /** The model that answers now. Absent: there is none, and only the absolute gates apply. */
  readonly champion?: {
    readonly id: string;
    /** Content hash of the test split on which it was compared; null where that isn't known. */
    readonly testSetHash: string | null;
  } | null;
  /** Champion and candidate on the candidate's test split; absent where they were not compared. */
  readonly comparison?: ClassifierComparison | null;
  readonly policy: GatePolicy;
  readonly now: Date;
}

/** Decides whether a model may be promoted, and says of every gate what was asked, what was found and why. */
export function judgePromotion({ candidate, champion, comparison, policy, now }: PromotionCase): GateReport {
  const sameTestSet = champion ? sameTestSetGate(candidate, champion, comparison ?? null) : null;
  // What was measured on other examples says nothing of which model is better.
  const comparable = sameTestSet?.passed ? comparison! : null;
  const gates = [
    ...(sameTestSet ? [sameTestSet] : []),
    betterThanChampionGate(champion?.id ?? null, comparable, policy),
    classFloorGate(candidate.evaluation, comparable, policy.classFloor),
    accuracyGate(candidate, policy),
    ...(policy.maximumCalibrationError < 1 ? [calibrationGate(candidate, policy)] : []),
    parityGate(candidate, policy),
  ];
  return {
    passed: gates.every(({ passed }) => passed),
    decidedAt: now.toISOString(),
    championId: champion?.id ?? null,
    gates,
    comparison: comparable,
  };
}

function sameTestSetGate(
  { evaluation, provenance }: PromotionCase['candidate'],
  champion: { readonly testSetHash: string | null },
  comparison: ClassifierComparison | null,
): Gate {
  const own = provenance?.testSetHash;
  const gate = {
    name: 'same-test-set' as const,
    expected: `both measured on test set ${own?.slice(0, 12) ?? 'of the candidate'}`,
    received: `champion on ${champion.testSetHash?.slice(0, 12) ?? 'an unknown one'}`,
  };
  const refuse = (reason: string): Gate => ({ ...gate, passed: false, reason });
  if (!own) return refuse("The model doesn't say on which test set it was measured. Train it again.");
  if (!comparison)
    return refuse("The champion was not measured on this model's test set, so the two can't be compared.");
  if (champion.testSetHash !== own) {
    return refuse("The champion was measured on other examples than this model, so the two can't be compared.");
  }
  if (evaluation && comparison.examples !== evaluation.examples) {
    const received = `${comparison.examples} compared, ${evaluation.examples} evaluated`;
    return { ...refuse('The comparison leaves out some of the examples of the test set.'), received };
  }
  return { ...gate, passed: true, reason: 'Both models were measured on the same examples.' };
}

function betterThanChampionGate(
  championId: string | null,
  comparison: ClassifierComparison | null,
  { minimumGain }: GatePolicy,
): Gate {
  const name = 'better-than-champion';
  const asked = minimumGain < 0 ? `at most ${points(-minimumGain)} worse` : `at least ${points(minimumGain)} better`;
  const expected = `${asked}, at the lower end of the 95 % interval`;
  if (championId === null) {
    const reason = 'There is no champion yet: only the absolute gates apply.';
    return { name, passed: true, expected, received: 'no champion', reason };
  }
  if (!comparison) {
    const reason =
      "It can't be said whether it is better than the champion: they were not measured on the same examples.";
    return { name, passed: false, expected, received: 'no comparison', reason };
  }
  const { low, high, value } = comparison.difference;
  const passed = low >= minimumGain;
  const least =
    low < 0
      ? `Its accuracy may be up to ${points(-low)} worse than the champion's`
      : `Its accuracy is at least ${points(low)} better than the champion's`;
  return {
    name,
    passed,
    expected,
    received: `${signed(value)} (95 %: ${signed(low)} to ${signed(high)}) on ${comparison.examples} examples`,
    reason: [passed ? `${least}.` : `${least}; ${asked} is required.`, ...unknownClasses(comparison)].join(' '),
  };
}

function accuracyGate({ evaluation }: PromotionCase['candidate'], { minimumAccuracy }: GatePolicy): Gate {
  const gate = { name: 'accuracy' as const, expected: `at least ${percent(minimumAccuracy)}` };
  if (!evaluation) return { ...gate, ...UNMEASURED };
  const { accuracy, accuracyInterval, examples } = evaluation;
  const passed = accuracy >= minimumAccuracy;
  const told = `It is right in ${percent(accuracy)} of the test examples`;
  const reason = passed ? `${told}.` : `${told}; at least ${percent(minimumAccuracy)} is required.`;
  const received = `${percent(accuracy)} (${describeInterval(accuracyInterval)}) on ${examples} examples`;
  return { ...gate, passed, received, reason };
}

function calibrationGate({ evaluation }: PromotionCase['candidate'], policy: GatePolicy): Gate {
  const allowed = policy.maximumCalibrationError;
  const gate = { name: 'calibration' as const, expected: `at most ${points(allowed)}` };
  if (!evaluation) return { ...gate, ...UNMEASURED };
  const error = evaluation.calibration.expectedCalibrationError;
  const passed = error <= allowed;
  const told = `How sure it is differs from how often it is right by ${points(error)} on average`;
  const reason = passed ? `${told}.` : `${told}; at most ${points(allowed)} is allowed.`;
  return { ...gate, passed, received: points(error), reason };
}

function parityGate({ onnx }: PromotionCase['candidate'], { maximumParityDifference }: GatePolicy): Gate {
  const { maxAbsoluteDifference, examples } = onnx.parity;
  const passed = maxAbsoluteDifference <= maximumParityDifference;
  return {
    name: 'parity',
    passed,
    expected: `at most ${maximumParityDifference}`,
    received: `${maxAbsoluteDifference.toPrecision(3)} over ${examples} examples`,
    reason: passed
      ? 'The exported model gives the answers of the trained one.'
      : `The exported model's answers differ from the trained one's by up to ${maxAbsoluteDifference.toPrecision(3)}; at most ${maximumParityDifference} is allowed.`,
  };
}

const signed = (share: number): string => `${share < 0 ? '-' : '+'}${points(Math.abs(share))}`;
