import { verticalOfModel } from '@lintel/contracts';
import { isPromotionAskedFor, requestPromotion, type NewAuditEntry } from '@lintel/data';
import { correlationId } from '../http/request-context';
import { type Platform } from '../platform/platform';

/** Who acts where no person does. */
export const RULE = 'rule';
const PROGRAM = { kind: 'program', id: RULE, name: RULE };

/**
 * Lets a version answer, as the model's rule has decided; where its policy wants two people, the rule only asks, and
 * once: a person has to agree.
 * @throws LintelError as `ModelRegistry.promote` and `requestPromotion`
 */
export async function promoteByRule(
  platform: Pick<Platform, 'database' | 'registry' | 'approvals' | 'audit'>,
  modelName: string,
  versionId: string,
  reason: string,
): Promise<'promoted' | 'asked'> {
  const { database, registry, approvals, audit } = platform;
  const entryOf = (action: string): NewAuditEntry => ({
    actor: PROGRAM,
    action,
    subject: { kind: 'model', id: modelName },
    vertical: verticalOfModel(modelName),
    outcome: 'done',
    reason,
    correlationId: correlationId(),
    details: { versionId },
  });
  if ((await registry.model(modelName)).loopPolicy.twoPeople) {
    if (await isPromotionAskedFor(approvals, modelName, versionId)) return 'asked';
    await requestPromotion(platform, modelName, versionId, { requestedBy: PROGRAM, byRule: true, reason });
    await audit.append(entryOf('promotion.requested'));
    return 'asked';
  }
  return database.transaction(async (transaction) => {
    await registry.promote(modelName, versionId, { by: RULE, byRule: true, reason }, transaction);
    await audit.append(entryOf('model.promoted'), transaction);
    return 'promoted' as const;
  });
}
