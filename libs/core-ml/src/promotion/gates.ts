import {
  type ComparisonOf,
  type GatePolicy,
  type GateReport,
  type GeneralComparison,
  headlinesOf,
  type Message,
  message,
  type ModelManifest,
  parseGatePolicy,
  type TaskId,
  writeFigure,
} from '@lintel/contracts';
import { type ReportOf } from '../tasks/judged-task';
import { judgedTask } from '../tasks/judged-tasks';
import { gate, type Gate } from './gate';

export interface PromotionCase<Id extends TaskId> {
  /** Fields from the manifest of the candidate. */
  readonly candidate: Pick<ModelManifest, 'provenance'> & {
    readonly task: Id;
    readonly evaluation: ReportOf<Id> | null;
    readonly onnx: Pick<ModelManifest['onnx'], 'parity'>;
  };
  /** The model that serves now. If absent, only the absolute gates apply. */
  readonly champion?: {
    readonly id: string;
    /** Content hash of the test split on which it was compared; null if unknown. */
    readonly testSetHash: string | null;
  } | null;
  /** Comparison of champion and candidate on the candidate's test split; absent if they were not compared. */
  readonly comparison?: ComparisonOf<Id> | null;
  /** Missing requirements of the task have their defaults. */
  readonly policy: GatePolicy;
  readonly now: Date;
}

/** Decides whether a model can be promoted, and reports for every gate what was expected, what was received and why. */
export function judgePromotion<Id extends TaskId>(judged: PromotionCase<Id>): GateReport {
  const { candidate, champion, comparison, policy, now } = judged;
  const task = judgedTask<Id>(candidate.task);
  const sameTestSet = champion ? sameTestSetGate(candidate, champion, comparison ?? null) : null;
  // Results on different examples do not show which model is better.
  const comparable = sameTestSet?.passed ? comparison! : null;
  const gates = [
    ...(sameTestSet ? [sameTestSet] : []),
    betterThanChampionGate(
      mainFigureOf(candidate),
      champion?.id ?? null,
      comparable,
      comparable ? task.remarks(comparable) : [],
      policy,
    ),
    ...task.gates(candidate.evaluation, comparable, parseGatePolicy(candidate.task, policy)),
    parityGate(candidate, policy),
  ];
  return reportOf(gates, now, champion?.id ?? null, comparable);
}

/**
 * The report of a version that stands on a pretrained classifier and has learned nothing yet: there are no pictures to
 * measure it on, so that only the gate of its export applies.
 */
export function judgeStart({
  candidate,
  policy,
  now,
}: {
  readonly candidate: { readonly onnx: Pick<ModelManifest['onnx'], 'parity'> };
  readonly policy: GatePolicy;
  readonly now: Date;
}): GateReport {
  return reportOf([parityGate(candidate, policy)], now, null, null);
}

function reportOf(
  gates: Gate[],
  now: Date,
  championId: string | null,
  comparison: GateReport['comparison'],
): GateReport {
  const passed = gates.every((each) => each.passed);
  return { passed, decidedAt: now.toISOString(), championId, gates, comparison };
}

/** What a gain is measured in; a model without an evaluation does not say. */
const mainFigureOf = (candidate: Pick<ModelManifest, 'task' | 'evaluation'>): GeneralComparison['figure'] =>
  headlinesOf(candidate)[0] ?? { key: 'gain', unit: 'number', better: 'higher' };

function sameTestSetGate(
  { evaluation, provenance }: Pick<ModelManifest, 'provenance' | 'evaluation'>,
  champion: { readonly testSetHash: string | null },
  comparison: GeneralComparison | null,
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
  figure: GeneralComparison['figure'],
  championId: string | null,
  comparison: GeneralComparison | null,
  remarks: readonly Message[],
  { minimumGain }: GatePolicy,
): Gate {
  const name = 'better-than-champion';
  const worse = minimumGain < 0;
  const amount = (value: number): string => writeFigure(figure, value);
  const expected = [
    worse
      ? message('gate.gain.expected-worse', { loss: amount(-minimumGain) })
      : message('gate.gain.expected-better', { gain: amount(minimumGain) }),
  ];
  if (championId === null) {
    const received = message('gate.champion.received-none');
    return gate({ name, passed: true, expected, received, reason: [message('gate.champion.none')] });
  }
  if (!comparison) {
    const received = message('gate.champion.received-uncompared');
    return gate({ name, passed: false, expected, received, reason: [message('gate.champion.uncompared')] });
  }
  const { examples, gain } = comparison;
  const passed = gain.low >= minimumGain;
  const needed = worse
    ? message('gate.gain.needs-worse', { loss: amount(-minimumGain) })
    : message('gate.gain.needs-better', { gain: amount(minimumGain) });
  const [value, low, high] = [gain.value, gain.low, gain.high].map(amount) as [string, string, string];
  return gate({
    name,
    passed,
    expected,
    received: message('gate.gain.received', { gain: value, low, high, examples }),
    reason: [standing(comparison, passed), ...(passed ? [] : [needed]), ...remarks],
  });
}

/** How the candidate stands beside the champion, as a sentence. */
function standing({ figure, champion, challenger, gain }: GeneralComparison, passed: boolean): Message {
  const both = { challenger: writeFigure(figure, challenger), champion: writeFigure(figure, champion) };
  const low = writeFigure(figure, gain.low);
  const loss = writeFigure(figure, -gain.low);
  if (passed) {
    return gain.low < 0
      ? message('gate.gain.tolerated', { ...both, loss })
      : message('gate.gain.above', { ...both, low });
  }
  if (gain.value < 0) return message('gate.gain.below', { ...both, loss: writeFigure(figure, -gain.value) });
  return gain.low < 0
    ? message('gate.gain.uncertain', { ...both, loss })
    : message('gate.gain.too-little', { ...both, low });
}

function parityGate(
  { onnx }: { readonly onnx: Pick<ModelManifest['onnx'], 'parity'> },
  { maximumParityDifference: allowed }: GatePolicy,
): Gate {
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
