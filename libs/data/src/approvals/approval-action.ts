import type { Approval, Permission } from '@lintel/contracts';
import type { z } from 'zod';
import type { Transaction } from '../streams/delivery/transaction';

/** In what an action that was agreed to takes part. */
export interface ApprovedContext {
  /** The approval commits with it: what is done in it is done exactly once. */
  readonly transaction: Transaction;
  readonly approval: Approval;
  /** Name of who agreed. */
  readonly approvedBy: string;
}

/** Something that one person asks for and another one agrees to. */
export interface ApprovalAction<Payload = unknown> {
  /** `model.promote` */
  readonly name: string;
  /** Of what was done, in the audit trail: `model.promoted`. */
  readonly done: string;
  /** What somebody must be allowed to do to decide on it. */
  readonly permission: Permission;
  /** Where: in the vertical that the approval is of, or in the platform. */
  readonly place: 'vertical' | 'platform';
  /** JSON; kept until somebody decides, and checked again then. */
  readonly payload: z.ZodType<Payload>;
  /**
   * Does it. A LintelError that is not worth a retry settles the approval as failed; any other error leaves it waiting.
   * What is done outside the transaction must bear being done again.
   */
  readonly run: (payload: Payload, context: ApprovedContext) => Promise<unknown>;
}

/** Actions of any payload side by side; what `run` gets has been checked by the schema beside it. */
export function approvalAction<Payload>(action: ApprovalAction<Payload>): ApprovalAction {
  return {
    ...action,
    run: async (payload, context) => action.run(action.payload.parse(payload), context),
  };
}
