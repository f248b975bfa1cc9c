import { type ClassComparison, type EvaluationReport, type GatePolicyOf, message } from '@lintel/contracts';
import { gate, type Gate, UNMEASURED } from '../../../promotion/gate';

/** With fewer test examples, a single answer changes the recall by more than five points. */
const MINIMUM_SUPPORT = 20;
/** Maximum number of classes that a reason lists by name. */
const NAMED = 3;

/**
 * Checks that no class is sacrificed for the average: its recall must be above the floor and not far below the
 * champion's.
 */
export function classFloorGate(
  evaluation: EvaluationReport | null,
  comparison: ClassComparison | null,
  { minimumRecall, maximumRecallLoss }: GatePolicyOf<'image-classification'>['classFloor'],
): Gate {
  const name = 'class-floor';
  const expected = [
    message('gate.class.expected', { recall: minimumRecall }),
    ...(comparison ? [message('gate.class.expected-loss', { loss: maximumRecallLoss })] : []),
  ];
  if (!evaluation) return gate({ name, expected, ...UNMEASURED });
  const low = evaluation.classes
    .filter(({ support, recall }) => support > 0 && recall < minimumRecall)
    .map(({ className, recall }) => message('gate.class.low', { className, recall }));
  const lost = (comparison?.classes ?? [])
    .filter(({ support, recallDifference }) => {
      return support >= MINIMUM_SUPPORT && -(recallDifference ?? 0) > maximumRecallLoss;
    })
    .map(({ className, championRecall, challengerRecall }) =>
      message('gate.class.lost', { className, recall: challengerRecall!, champion: championRecall! }),
    );
  const failures = [...low, ...lost];
  if (failures.length > 0) {
    const more = failures.length - NAMED;
    return gate({
      name,
      passed: false,
      expected,
      received: message('gate.class.received', { count: failures.length }),
      reason: [...failures.slice(0, NAMED), ...(more > 0 ? [message('gate.class.more', { count: more })] : [])],
    });
  }
  const measured = evaluation.classes.filter(({ support }) => support > 0);
  const { className, recall } = measured.reduce((least, next) => (next.recall < least.recall ? next : least));
  return gate({
    name,
    passed: true,
    expected,
    received: message('gate.class.received-lowest', { className, recall }),
    reason: [message(comparison ? 'gate.class.kept' : 'gate.class.none-low')],
  });
}
