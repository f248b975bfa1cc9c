import {
  message,
  type ClassifierComparison,
  type GatePolicy,
  type GateReport,
  type Message,
  type ManifestOf,
} from '@lintel/contracts';
import { classFloorGate } from './class-floor';
import { gate, type Gate, UNMEASURED } from './gate';
import { unknownClasses } from './unknown-classes';

export interface PromotionCase {
  /** Fields from the manifest of the candidate. */
  readonly candidate: Pick<ManifestOf<'image-classification'>, 'evaluation' | 'provenance'> & {
    readonly onnx: Pick<ManifestOf<'image-classification'>['onnx'], 'parity'>;
  };
  /** The model that serves now. If absent, only the absolute gates apply. */
  readonly champion?: {
    readonly id: string;
    /** Content hash of the test split on which it was compared; null if unknown. */
    readonly testSetHash: string | null;
  } | null;
  /** Comparison of champion and candidate on the candidate's test split; absent if they were not compared. */
  readonly comparison?: ClassifierComparison | null;
  readonly policy: GatePolicy;
  readonly now: Date;
}

/** Decides whether a model can be promoted, and reports for every gate what was expected, what was received and why. */
export function judgePromotion({ candidate, champion, comparison, policy, now }: PromotionCase): GateReport {
  const sameTestSet = champion ? sameTestSetGate(candidate, champion, comparison ?? null) : null;
  // Results on different examples do not show which model is better.
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

/**
 * The report of a version that stands on a pretrained classifier and has learned nothing yet: there are no pictures to
 * measure it on, so that only the gate of its export applies.
 */
export function judgeStart({
  candidate,
  policy,
  now,
}: Pick<PromotionCase, 'candidate' | 'policy' | 'now'>): GateReport {
  const gates = [parityGate(candidate, policy)];
  return {
    passed: gates.every(({ passed }) => passed),
    decidedAt: now.toISOString(),
    championId: null,
    gates,
    comparison: null,
  };
}

function sameTestSetGate(
  { evaluation, provenance }: PromotionCase['candidate'],
  champion: { readonly testSetHash: string | null },
  comparison: ClassifierComparison | null,
): Gate {
  const own = provenance?.testSetHash;
  const theirs = champion.testSetHash;
  const expected = [
    own ? message('gate.test-set.expected', { testSet: own.slice(0, 12) }) : message('gate.test-set.expected-own'),
  ];
  const measured =
    theirs === null
      ? message('gate.test-set.received-unknown')
      : message('gate.test-set.received', { testSet: theirs.slice(0, 12) });
  const answer = (passed: boolean, reason: Message, received = measured): Gate =>
    gate({ name: 'same-test-set', passed, expected, received, reason: [reason] });
  if (!own) return answer(false, message('gate.test-set.unknown'));
  if (!comparison) return answer(false, message('gate.test-set.not-compared'));
  if (theirs !== own) return answer(false, message('gate.test-set.different'));
  if (evaluation && comparison.examples !== evaluation.examples) {
    const counts = { compared: comparison.examples, evaluated: evaluation.examples };
    return answer(false, message('gate.test-set.incomplete'), message('gate.test-set.received-counts', counts));
  }
  return answer(true, message('gate.test-set.same'));
}

function betterThanChampionGate(
  championId: string | null,
  comparison: ClassifierComparison | null,
  { minimumGain }: GatePolicy,
): Gate {
  const name = 'better-than-champion';
  const worse = minimumGain < 0;
  const expected = [
    worse
      ? message('gate.champion.expected-worse', { loss: -minimumGain })
      : message('gate.champion.expected-better', { gain: minimumGain }),
  ];
  if (championId === null) {
    const received = message('gate.champion.received-none');
    return gate({ name, passed: true, expected, received, reason: [message('gate.champion.none')] });
  }
  if (!comparison) {
    const received = message('gate.champion.received-uncompared');
    return gate({ name, passed: false, expected, received, reason: [message('gate.champion.uncompared')] });
  }
  const { low, high, value } = comparison.difference;
  const passed = low >= minimumGain;
  const both = { accuracy: comparison.challengerAccuracy, champion: comparison.championAccuracy };
  const standing = passed ? passing(both, low) : refusing(both, comparison.difference);
  const needed = worse
    ? message('gate.champion.needs-worse', { loss: -minimumGain })
    : message('gate.champion.needs-better', { gain: minimumGain });
  return gate({
    name,
    passed,
    expected,
    received: message('gate.champion.received', { difference: value, low, high, examples: comparison.examples }),
    reason: [standing, ...(passed ? [] : [needed]), ...unknownClasses(comparison)],
  });
}

interface Accuracies {
  readonly accuracy: number;
  readonly champion: number;
}

function passing(both: Accuracies, low: number): Message {
  return low < 0
    ? message('gate.champion.tolerated', { ...both, loss: -low })
    : message('gate.champion.above', { ...both, low });
}

function refusing(both: Accuracies, { value, low }: ClassifierComparison['difference']): Message {
  if (value < 0) return message('gate.champion.below', { ...both, loss: -value });
  return low < 0
    ? message('gate.champion.uncertain', { ...both, loss: -low })
    : message('gate.champion.too-little', { ...both, low });
}

function accuracyGate({ evaluation }: PromotionCase['candidate'], { minimumAccuracy }: GatePolicy): Gate {
  const name = 'accuracy';
  const expected = [message('gate.accuracy.expected', { accuracy: minimumAccuracy })];
  if (!evaluation) return gate({ name, expected, ...UNMEASURED });
  const { accuracy, accuracyInterval, examples } = evaluation;
  const passed = accuracy >= minimumAccuracy;
  const reason = passed
    ? message('gate.accuracy.reason', { accuracy })
    : message('gate.accuracy.low', { accuracy, minimum: minimumAccuracy });
  const { low, high, method } = accuracyInterval;
  const measured = { accuracy, low, high, examples };
  const received =
    method === 'wilson'
      ? message('gate.accuracy.received-wilson', measured)
      : message('gate.accuracy.received', measured);
  return gate({ name, passed, expected, received, reason: [reason] });
}

function calibrationGate({ evaluation }: PromotionCase['candidate'], policy: GatePolicy): Gate {
  const name = 'calibration';
  const allowed = policy.maximumCalibrationError;
  const expected = [message('gate.calibration.expected', { error: allowed })];
  if (!evaluation) return gate({ name, expected, ...UNMEASURED });
  const error = evaluation.calibration.expectedCalibrationError;
  const passed = error <= allowed;
  const reason = passed
    ? message('gate.calibration.reason', { error })
    : message('gate.calibration.high', { error, allowed });
  return gate({ name, passed, expected, received: message('gate.calibration.received', { error }), reason: [reason] });
}

function parityGate({ onnx }: PromotionCase['candidate'], { maximumParityDifference: allowed }: GatePolicy): Gate {
  const { maxAbsoluteDifference: difference, examples } = onnx.parity;
  const passed = difference <= allowed;
  return gate({
    name: 'parity',
    passed,
    expected: [message('gate.parity.expected', { allowed })],
    received: message('gate.parity.received', { difference, examples }),
    reason: [passed ? message('gate.parity.same') : message('gate.parity.different', { difference, allowed })],
  });
}
