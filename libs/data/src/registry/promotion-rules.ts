import { LintelError, promotionBefore, type GateReport, type Promotion } from '@lintel/contracts';

/**
 * The champion that a roll-back restores; see `promotionBefore`.
 * @param history of one model, oldest first
 * @returns null if there is no earlier champion
 */
export function championBefore(history: readonly Pick<Promotion, 'action' | 'toVersionId'>[]): string | null {
  return promotionBefore(history)?.toVersionId ?? null;
}

/**
 * Checks that a version's newest gate report passed against the current champion, before a promotion or a challenge.
 * @param champion id of the current champion
 * @param override true if a person decides against a refusing gate, or without a report
 * @returns true if the override was needed
 * @throws LintelError CONFLICT (evaluated against another champion), GATES_REFUSED
 */
export function checkGates(report: GateReport | null, champion: string | null, override: boolean): boolean {
  if (report !== null && report.championId !== champion) {
    throw new LintelError('CONFLICT', {
      problem: 'This version was evaluated against a champion that has been replaced.',
      expected: `an evaluation against ${champion ?? 'no champion'}`,
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
