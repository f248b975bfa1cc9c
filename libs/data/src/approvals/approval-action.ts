import type { Approval, Permission } from '@lintel/contracts';
import type { z } from 'zod';
import type { Transaction } from '@lintel/streams';

/** The context in which an approved action runs. */
export interface ApprovedContext {
  /** Commits together with the approval, so that the action takes effect exactly once. */
  readonly transaction: Transaction;
  readonly approval: Approval;
  /** Name of the approver. */
  readonly approvedBy: string;
}

/** An action that one person requests and another approves. */
export interface ApprovalAction<Payload = unknown> {
  /** `model.promote` */
  readonly name: string;
  /** The name of the completed action in the audit trail: `model.promoted`. */
  readonly done: string;
  /** The permission needed to decide on it. */
  readonly permission: Permission;
  /** Where the permission is checked: in the vertical of the approval, or in the platform. */
  readonly place: 'vertical' | 'platform';
  /** JSON; stored until the decision and validated again then. */
  readonly payload: z.ZodType<Payload>;
  /**
   * Performs the action. A LintelError that is not retryable settles the approval as failed; any other error leaves it
   * waiting. Effects outside the transaction must be idempotent.
   */
  readonly run: (payload: Payload, context: ApprovedContext) => Promise<unknown>;
}

/**
 * Allows actions of different payloads in one list; `run` receives a payload that was validated by the action's schema.
 */
export function approvalAction<Payload>(action: ApprovalAction<Payload>): ApprovalAction {
  return {
    ...action,
    run: async (payload, context) => action.run(action.payload.parse(payload), context),
  };
}
