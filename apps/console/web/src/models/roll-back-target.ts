import { promotionBefore, type Promotion } from '@lintel/contracts';

export interface RollBackTarget {
  readonly versionId: string;
  readonly number: number;
}

/**
 * Which version answers after one step back, as the registry has it.
 * @param history newest first
 * @returns null where there is nothing to go back to
 */
export function rollBackTarget(history: readonly Promotion[]): RollBackTarget | null {
  const { toVersionId = null, toNumber = null } = promotionBefore([...history].reverse()) ?? {};
  return toVersionId === null || toNumber === null ? null : { versionId: toVersionId, number: toNumber };
}
