import { MAX_EXAMPLES_PER_CHANGE, type ChallengeReport } from '@lintel/contracts';

/** Only the most frequent differences keep examples, so that a report stays small with many classes. */
const CHANGES_WITH_EXAMPLES = 16;

type Side = ChallengeReport['champion'];

/**
 * Merges two reports of the same pair and mode, from two replicas or two periods, in any order. Counts are summed,
 * means are weighted by their number of examples. Quantiles cannot be merged exactly without the values: the larger one
 * is used, so `p50Ms` and `p95Ms` are upper bounds. The later report's examples come first.
 */
export function mergeChallengeReports(one: ChallengeReport, other: ChallengeReport): ChallengeReport {
  return {
    ...one,
    from: one.from < other.from ? one.from : other.from,
    to: one.to > other.to ? one.to : other.to,
    examples: one.examples + other.examples,
    agreement: weightedMean([one.agreement, one.examples], [other.agreement, other.examples]),
    changes: mergeChanges(one.to > other.to ? [...one.changes, ...other.changes] : [...other.changes, ...one.changes]),
    champion: mergeSides(one.champion, other.champion),
    challenger: mergeSides(one.challenger, other.challenger),
    dropped: one.dropped + other.dropped,
    failed: one.failed + other.failed,
  };
}

function mergeSides(one: Side, other: Side): Side {
  const outcomes = { ...one.outcomes };
  for (const [label, count] of Object.entries(other.outcomes)) outcomes[label] = (outcomes[label] ?? 0) + count;
  return {
    examples: one.examples + other.examples,
    meanConfidence: weightedMean([one.meanConfidence, one.examples], [other.meanConfidence, other.examples]),
    unsure: one.unsure + other.unsure,
    p50Ms: largest(one.p50Ms, other.p50Ms),
    p95Ms: largest(one.p95Ms, other.p95Ms),
    outcomes,
  };
}

function mergeChanges(changes: ChallengeReport['changes']): ChallengeReport['changes'] {
  const merged = new Map<string, ChallengeReport['changes'][number]>();
  for (const { from, to, count, examples } of changes) {
    const key = JSON.stringify([from, to]);
    const known = merged.get(key) ?? { count: 0, examples: [] };
    const latest = [...known.examples, ...examples].slice(0, MAX_EXAMPLES_PER_CHANGE);
    merged.set(key, { from, to, count: known.count + count, examples: latest });
  }
  const names = ({ from, to }: { from: string; to: string }): string => JSON.stringify([from, to]);
  return [...merged.values()]
    .sort((one, other) => other.count - one.count || (names(one) < names(other) ? -1 : 1))
    .map((change, rank) => (rank < CHANGES_WITH_EXAMPLES ? change : { ...change, examples: [] }));
}

function weightedMean(...parts: [number | null, number][]): number | null {
  const known = parts.filter((part): part is [number, number] => part[0] !== null && part[1] > 0);
  const total = known.reduce((sum, [, weight]) => sum + weight, 0);
  if (total === 0) return null;
  // Rounding may exceed [0, 1] by the last bit.
  return Math.min(
    1,
    known.reduce((sum, [value, weight]) => sum + value * (weight / total), 0),
  );
}

function largest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
