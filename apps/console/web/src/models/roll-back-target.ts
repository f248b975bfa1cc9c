import { promotionBefore, type Promotion } from '@lintel/contracts';

export interface RollBackTarget {
  readonly versionId: string;
  readonly number: number;
}

/**
 * The champion after one step back, by the rules of the registry.
 * @param history newest first
 * @returns null if there is no previous champion
 */
export function rollBackTarget(history: readonly Promotion[]): RollBackTarget | null {
  const { toVersionId = null, toNumber = null } = promotionBefore([...history].reverse()) ?? {};
  return toVersionId === null || toNumber === null ? null : { versionId: toVersionId, number: toNumber };
}
