import { type GateReport } from '@lintel/contracts';

/** `outdated`: judged against another champion than the present one, which no reason overrides. */
export type Judgement = 'passed' | 'refused' | 'unjudged' | 'outdated';

export interface PromotionDraft {
  readonly report: GateReport | null;
  /** Of the version that answers now. */
  readonly championId: string | null;
  readonly override: boolean;
  readonly reason: string;
}

/** What the gates mean for a promotion, and whether it may be sent as it stands; the registry judges the same way. */
export function promotionOf({ report, championId, override, reason }: PromotionDraft): {
  readonly judgement: Judgement;
  readonly ready: boolean;
} {
  const judgement = judgementOf(report, championId);
  const overridden = override && reason.trim() !== '';
  return { judgement, ready: judgement === 'passed' || (judgement !== 'outdated' && overridden) };
}

/** @param championId of the version that answers now */
export function judgementOf(report: GateReport | null, championId: string | null): Judgement {
  if (report === null) return 'unjudged';
  if (report.championId !== championId) return 'outdated';
  return report.passed ? 'passed' : 'refused';
}
