import { type GateReport, type ModelVersion } from '@lintel/contracts';
import { type ModelRegistry } from '@lintel/data';

/** Who acts where no person does. */
export const RULE = 'rule';

/**
 * What becomes of a version that was just judged: the first one answers at once, a later one that passed every gate is
 * tried in the shadow of the champion, and one that was refused waits with its reasons.
 */
export async function placeVersion(
  { id, modelName }: ModelVersion,
  { passed }: GateReport,
  registry: ModelRegistry,
): Promise<'champion' | 'challenger' | 'refused'> {
  const { champion, challenger } = await registry.aliases(modelName);
  if (champion === id) return 'champion';
  if (!passed) return 'refused';
  if (champion === null) {
    await registry.promote(modelName, id, {
      by: RULE,
      byRule: true,
      reason: 'The first version that passed its gates.',
    });
    return 'champion';
  }
  if (challenger?.versionId !== id) await registry.challenge(modelName, id, { mode: 'shadow' }, { by: RULE });
  return 'challenger';
}
