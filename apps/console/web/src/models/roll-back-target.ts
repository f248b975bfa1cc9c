import { type Promotion } from '@lintel/contracts';

export interface RollBackTarget {
  readonly versionId: string;
  readonly number: number;
}

/**
 * Which version answers after one step back: every promotion is a step, every roll-back undoes one, as the registry
 * has it.
 * @param history newest first
 * @returns null where there is nothing to go back to
 */
export function rollBackTarget(history: readonly Promotion[]): RollBackTarget | null {
  const champions: Promotion[] = [];
  for (const promotion of [...history].reverse()) {
    if (promotion.action === 'promote') champions.push(promotion);
    else if (promotion.action === 'roll-back') champions.pop();
  }
  const { toVersionId = null, toNumber = null } = champions.at(-2) ?? {};
  return toVersionId === null || toNumber === null ? null : { versionId: toVersionId, number: toNumber };
}
