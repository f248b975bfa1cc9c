import { LintelError, promotionBefore, type GateReport, type Promotion } from '@lintel/contracts';

/**
 * The champion to go back to, as `promotionBefore` has it.
 * @param history of one model, oldest first
 * @returns null where there is none before
 */
export function championBefore(history: readonly Pick<Promotion, 'action' | 'toVersionId'>[]): string | null {
  return promotionBefore(history)?.toVersionId ?? null;
}

/**
 * Lets a version pass whose newest judgement is good and against the present champion: to be promoted, or to be tried
 * beside the champion.
 * @param champion id of the version that answers now
 * @param override true where a person decides against a gate that refuses, or without a judgement
 * @returns true where the override was needed
 * @throws LintelError CONFLICT (judged against another champion), GATES_REFUSED
 */
export function checkGates(report: GateReport | null, champion: string | null, override: boolean): boolean {
  if (report !== null && report.championId !== champion) {
    throw new LintelError('CONFLICT', {
      problem: 'The gates judged this version against another champion than the present one.',
      expected: `a judgement against ${champion ?? 'no champion'}`,
      received: `one against ${report.championId ?? 'no champion'}`,
      cure: 'Evaluate the version again, then repeat this.',
    });
  }
  if (report?.passed) return false;
  if (override) return true;
  const refused = report?.gates.filter(({ passed }) => !passed) ?? [];
  throw new LintelError('GATES_REFUSED', {
    problem:
      report === null
        ? 'The gates have not judged this version yet.'
        : `The gates refuse this version. ${refused.map(({ reason }) => reason).join(' ')}`.trim(),
    ...(refused.length === 0
      ? {}
      : {
          expected: refused.map(({ name, expected }) => `${name}: ${expected}`).join('; '),
          received: refused.map(({ name, received }) => `${name}: ${received}`).join('; '),
        }),
    cure:
      report === null
        ? 'Evaluate the version, or override the gates and give a reason.'
        : 'Train a better version, or override the gates and give a reason.',
  });
}
