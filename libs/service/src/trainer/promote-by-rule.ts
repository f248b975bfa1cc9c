import { verticalOfModel } from '@lintel/contracts';
import { isPromotionAskedFor, requestPromotion, type NewAuditEntry } from '@lintel/data';
import { correlationId } from '../http/request-context';
import { type Platform } from '../platform/platform';

/** The name of the rule as an actor. */
export const RULE = 'rule';
const PROGRAM = { kind: 'program', id: RULE, name: RULE };

/**
 * Promotes a version by the model's rule. If the policy requires two people, the rule only requests the promotion,
 * once, and a person has to approve it.
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
