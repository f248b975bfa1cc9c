import { type ShareInterval } from '@lintel/contracts';
import { accuracyInterval } from './accuracy-interval';
import { bootstrapInterval } from './bootstrap-interval';
import { groupRows } from './group-rows';

const SEED = 1;

/**
 * 95 % interval of the share of right answers. Examples of one group are not independent, so whole groups are drawn
 * (percentile bootstrap); without groups of several examples it is the score interval of {@link accuracyInterval}, and
 * if all answers are right or all are wrong, that interval with one example for each group.
 * @param right 1 or 0 for each example; at least one example
 * @param groups the group of each example
 */
export function groupedAccuracyInterval(
  right: Uint8Array,
  groups: readonly (string | null)[] | undefined,
): ShareInterval {
  const correct = right.reduce((sum, each) => sum + each, 0);
  const count = groups === undefined ? right.length : groupRows(right.length, groups).length;
  if (groups === undefined || count === right.length) return accuracyInterval(correct, right.length);
  if (correct === 0 || correct === right.length) return accuracyInterval(correct === 0 ? 0 : count, count);
  const share = (rows: Int32Array): number => rows.reduce((sum, row) => sum + right[row]!, 0) / rows.length;
  const { low, high } = bootstrapInterval(right.length, share, { seed: SEED, groups });
  return { low, high };
}
