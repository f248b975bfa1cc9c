import { type GateReport, type ModelVersion } from '@lintel/contracts';
import { type Platform } from '../platform/platform';
import { promoteByRule, RULE } from './promote-by-rule';

/** Where a version is after its job. `waiting`: a person has to decide. */
export type Placed = 'champion' | 'challenger' | 'waiting' | 'refused';

/**
 * Places a version that was just judged. The first version serves at once (or waits for a person, if two people have to
 * agree). A later version that passed every gate becomes a shadow challenger. A refused version is kept with its
 * reasons.
 */
export async function placeVersion(
  { id, modelName }: ModelVersion,
  { passed }: GateReport,
  platform: Pick<Platform, 'database' | 'registry' | 'approvals' | 'audit'>,
): Promise<Placed> {
  const { registry } = platform;
  const { champion, challenger } = await registry.aliases(modelName);
  if (champion === id) return 'champion';
  if (!passed) return 'refused';
  if (champion === null) {
    const done = await promoteByRule(platform, modelName, id, 'The first version that passed its gates.');
    return done === 'promoted' ? 'champion' : 'waiting';
  }
  if (challenger?.versionId !== id) await registry.challenge(modelName, id, { mode: 'shadow' }, { by: RULE });
  return 'challenger';
}
