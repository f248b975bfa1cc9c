import { modelNameSchema, type Approval } from '@lintel/contracts';
import { z } from 'zod';
import type { ModelRegistry, PromotionRequest } from '../registry/model-registry';
import { approvalAction, type ApprovalAction } from './approval-action';
import type { Approvals } from './approvals';
import type { Party } from './approval-rows';

const ACTION = 'model.promote';
const payloadSchema = z.object({
  modelName: modelNameSchema,
  versionId: z.uuid(),
  /** The champion at the time of the request. If it has changed since, nothing is done. */
  expectedChampion: z.uuid().nullable(),
  override: z.boolean(),
  byRule: z.boolean(),
  reason: z.string().nullable(),
});

/** Promotes a version if the model's policy requires two people. */
export function promoteModelAction(registry: ModelRegistry): ApprovalAction {
  return approvalAction({
    name: ACTION,
    done: 'model.promoted',
    permission: 'models:promote',
    place: 'vertical',
    payload: payloadSchema,
    run: ({ modelName, versionId, reason, ...how }, { transaction, approval, approvedBy }) => {
      const request = { ...how, reason: reason ?? undefined, by: approval.requestedBy.name, approvedBy };
      return registry.promote(modelName, versionId, request, transaction);
    },
  });
}

export interface PromotionParts {
  readonly registry: ModelRegistry;
  readonly approvals: Approvals;
}

/**
 * Requests a promotion.
 * @throws LintelError like `ModelRegistry.checkPromotion` and `Approvals.request`
 */
export async function requestPromotion(
  { registry, approvals }: PromotionParts,
  modelName: string,
  versionId: string,
  { requestedBy, ...request }: Omit<PromotionRequest, 'by'> & { readonly requestedBy: Party },
): Promise<Approval> {
  const { champion, overridden } = await registry.checkPromotion(modelName, versionId, {
    ...request,
    by: requestedBy.name,
  });
  const [{ vertical }, { number }] = await Promise.all([registry.model(modelName), registry.version(versionId)]);
  const { byRule = false, override = false } = request;
  const reason = request.reason?.trim() || null;
  return approvals.request({
    action: ACTION,
    vertical,
    subject: { kind: 'model', id: modelName },
    summary: `Let version ${number} of ${modelName} answer${overridden ? ', against its gates' : ''}`,
    reason,
    payload: { modelName, versionId, expectedChampion: champion, override, byRule, reason },
    requestedBy,
  });
}

/**
 * Whether a promotion of this version was already requested or another decision about the model is pending, so that a
 * polling program requests it once. A request that expired undecided may be repeated.
 */
export async function isPromotionAskedFor(
  approvals: Approvals,
  modelName: string,
  versionId: string,
): Promise<boolean> {
  const asked = await approvals.listKept({ action: ACTION, subject: modelName, limit: 100 });
  if (asked.some(({ approval }) => approval.state === 'waiting')) return true;
  const last = asked.find(({ payload }) => payloadSchema.safeParse(payload).data?.versionId === versionId);
  return last !== undefined && last.approval.state !== 'expired';
}
