import { type ChallengeReport } from '@lintel/contracts';
import { type ComparisonReport, type SideReport } from '@lintel/core-ml';

/** What one replica saw of a champion and its challenger, as the registry keeps it. */
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
    changes: (pairs?.changes ?? []).map(({ championClass, challengerClass, count }) => ({
      from: championClass,
      to: challengerClass,
      count,
    })),
    champion: sideOf(champion),
    challenger: sideOf(challenger),
    dropped,
    failed,
  };
}

function sideOf({ examples, meanConfidence, unsure, latencyMs, classCounts }: SideReport): ChallengeReport['champion'] {
  return { examples, meanConfidence, unsure, p50Ms: latencyMs.p50, p95Ms: latencyMs.p95, classes: { ...classCounts } };
}
