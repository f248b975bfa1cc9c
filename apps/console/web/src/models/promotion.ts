import { type GateReport } from '@lintel/contracts';

/** `outdated`: judged against a champion other than the current one, which cannot be overridden. */
export type Judgement = 'passed' | 'refused' | 'unjudged' | 'outdated';

export interface PromotionDraft {
  readonly report: GateReport | null;
  /** Id of the current champion. */
  readonly championId: string | null;
  readonly override: boolean;
  readonly reason: string;
}

/** The effect of the gates on a promotion, and whether it may be sent; the registry applies the same rules. */
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
