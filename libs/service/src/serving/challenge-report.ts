import { type ChallengeReport } from '@lintel/contracts';
import { type ComparisonReport, type SideReport } from '@lintel/core-ml';

/** One replica's comparison of a champion and its challenger, in the form that the registry stores. */
export function challengeReportOf(
  modelName: string,
  { mode, champion, challenger, pairs, dropped, failed }: ComparisonReport,
  { from, to }: { readonly from: Date; readonly to: Date },
): ChallengeReport {
  return {
    modelName,
    championId: champion.id,
    challengerId: challenger.id,
    mode,
    from: from.toISOString(),
    to: to.toISOString(),
    examples: pairs === null ? champion.examples + challenger.examples : pairs.examples,
    agreement: pairs === null || pairs.examples === 0 ? null : pairs.agreements / pairs.examples,
    changes: (pairs?.changes ?? []).map(({ championOutcome, challengerOutcome, count, examples }) => ({
      from: championOutcome,
      to: challengerOutcome,
      count,
      examples: [...examples],
    })),
    champion: sideOf(champion),
    challenger: sideOf(challenger),
    dropped,
    failed,
  };
}

function sideOf({
  examples,
  meanConfidence,
  unsure,
  latencyMs,
  outcomeCounts,
}: SideReport): ChallengeReport['champion'] {
  return {
    examples,
    meanConfidence,
    unsure,
    p50Ms: latencyMs.p50,
    p95Ms: latencyMs.p95,
    outcomes: { ...outcomeCounts },
  };
}
