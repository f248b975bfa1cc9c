import { type ClassifierComparison, type EvaluationReport, type GatePolicy } from '@lintel/contracts';
import { type Gate, UNMEASURED } from './gate';
import { percent, points } from './wording';

/** With fewer test examples one answer more or less moves a recall by over five points. */
const MINIMUM_SUPPORT = 20;
/** Classes that a reason names before it only counts. */
const NAMED = 3;

/** No class may be sacrificed for the average: neither under the floor, nor far under the champion's recall. */
export function classFloorGate(
  evaluation: EvaluationReport | null,
  comparison: ClassifierComparison | null,
  { minimumRecall, maximumRecallLoss }: GatePolicy['classFloor'],
): Gate {
  const name = 'class-floor';
  const expected = [
    `every class found in at least ${percent(minimumRecall)}`,
    ...(comparison ? [`none found over ${points(maximumRecallLoss)} less often than by the champion`] : []),
  ].join(', ');
  if (!evaluation) return { name, expected, ...UNMEASURED };
  const low = evaluation.classes
    .filter(({ support, recall }) => support > 0 && recall < minimumRecall)
    .map(({ className, recall }) => `"${className}" is found in ${percent(recall)} of its examples`);
  const lost = (comparison?.classes ?? [])
    .filter(({ support, recallDifference }) => {
      return support >= MINIMUM_SUPPORT && -(recallDifference ?? 0) > maximumRecallLoss;
    })
    .map(({ className, championRecall, challengerRecall }) => {
      return `"${className}" is found in ${percent(challengerRecall!)} of its examples, by the champion in ${percent(championRecall!)}`;
    });
  const failures = [...low, ...lost];
  if (failures.length > 0) {
    const more = failures.length > NAMED ? `; and ${failures.length - NAMED} more` : '';
    const reason = `${failures.slice(0, NAMED).join('; ')}${more}.`;
    return { name, passed: false, expected, received: `${low.length + lost.length} below`, reason };
  }
  const measured = evaluation.classes.filter(({ support }) => support > 0);
  const worst = measured.reduce((least, next) => (next.recall < least.recall ? next : least));
  return {
    name,
    passed: true,
    expected,
    received: `lowest: "${worst.className}" ${percent(worst.recall)}`,
    reason: comparison ? 'No class was given up for the average.' : 'No class lies under the floor.',
  };
}
