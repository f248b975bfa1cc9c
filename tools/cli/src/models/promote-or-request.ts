import { type Approval, verticalOfModel } from '@lintel/contracts';
import { Approvals, AuditTrail, promoteModelAction, requestPromotion } from '@lintel/data';
import { newEventId } from '@lintel/streams';
import { PROGRAM } from './audited-promotion';
import { type OpenRegistry } from './registry-place';

export interface PromotionAnswer {
  readonly by: string;
  readonly override: boolean;
  readonly reason?: string | undefined;
}

/**
 * Promotes a version; where the policy of the model asks for two people, requests the approval of another one.
 * @returns the request; null if the version is the champion now
 * @throws LintelError GATES_REFUSED, CONFLICT (it answers already, or another request is waiting), NOT_FOUND
 */
export async function promoteOrRequest(
  { database, registry, audited }: OpenRegistry,
  name: string,
  versionId: string,
  { by, override, reason }: PromotionAnswer,
): Promise<Approval | null> {
  if (!(await registry.model(name)).loopPolicy.twoPeople) {
    await audited('model.promoted', by, (transaction) =>
      registry.promote(name, versionId, { by, override, reason }, transaction),
    );
    return null;
  }
  const approvals = new Approvals(database);
  approvals.register(promoteModelAction(registry));
  const requestedBy = { id: PROGRAM.id, name: by };
  const approval = await requestPromotion({ registry, approvals }, name, versionId, { requestedBy, override, reason });
  await new AuditTrail(database).append({
    actor: { ...PROGRAM, name: by },
    action: 'promotion.requested',
    subject: { kind: 'model', id: name },
    vertical: verticalOfModel(name),
    outcome: 'done',
    reason: reason ?? null,
    correlationId: newEventId(),
    details: { versionId, approvalId: approval.id, override },
  });
  return approval;
}

/** What happens next, for a person. */
export function nextStep({ expiresAt }: Approval): string {
  return (
    'The policy of this model asks for two people, so the promotion was requested. Somebody else approves or rejects it ' +
    `in the console under Approvals until ${expiresAt}; the champion stays as it is until then.`
  );
}
