import { LintelError, type Approval, type Identity } from '@lintel/contracts';
import type { DataSource } from '../database/orm';
import type { Transaction } from '@lintel/streams';
import type { ApprovalAction } from './approval-action';
import {
  findApproval,
  findApprovals,
  insertApproval,
  settleApproval,
  type ApprovalFilter,
  type KeptApproval,
  type NewApproval,
} from './approval-rows';

export interface ApprovalsOptions {
  /** Default: 72 hours. */
  readonly expireAfterMs?: number;
  readonly now?: () => Date;
}

export interface Decision {
  readonly by: Pick<Identity, 'id' | 'name' | 'kind'>;
  readonly note?: string | undefined;
  /** Called before the decision is committed, with its outcome; its writes commit with the decision. */
  readonly also?: ((transaction: Transaction, settled: Approval) => Promise<unknown>) | undefined;
}

const THREE_DAYS_MS = 72 * 3_600_000;

/** Actions that need two people: one requests, another decides, and only then the action runs. */
export class Approvals {
  private readonly actions = new Map<string, ApprovalAction>();
  private readonly expireAfterMs: number;
  private readonly now: () => Date;

  constructor(
    private readonly database: DataSource,
    { expireAfterMs = THREE_DAYS_MS, now = () => new Date() }: ApprovalsOptions = {},
  ) {
    this.expireAfterMs = expireAfterMs;
    this.now = now;
  }

  /**
   * Registers an action; see `approvalAction`. A process can only request and approve the actions it has registered.
   */
  register(action: ApprovalAction): void {
    this.actions.set(action.name, action);
  }

  /** @returns undefined if the action is not registered in this process */
  findAction(name: string): ApprovalAction | undefined {
    return this.actions.get(name);
  }

  /** @throws LintelError INVALID_ARGUMENT if the action is not registered in this process */
  action(name: string): ApprovalAction {
    const action = this.findAction(name);
    if (action !== undefined) return action;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The action ${name} is not registered in this program.`,
      expected: [...this.actions.keys()].join(', ') || 'a registered action',
      received: name,
      cure: 'Decide on it in a console of the same version as the requester, or a newer one.',
    });
  }

  /**
   * Requests an approval. The caller should have checked that the action is possible now.
   * @throws LintelError INVALID_ARGUMENT (unknown action, or payload), CONFLICT (another approval of the same action
   *   and subject is waiting)
   */
  async request(request: NewApproval, transaction?: Transaction): Promise<Approval> {
    const payload = this.checked(request.action, request.payload);
    const insert = (own: Transaction): Promise<Approval> => {
      const now = this.now();
      return insertApproval(own, { ...request, payload }, now, new Date(now.getTime() + this.expireAfterMs));
    };
    return transaction === undefined ? this.database.transaction(insert) : insert(transaction);
  }

  /**
   * Approves a request and runs its action in one transaction, so that the action runs once however often it is
   * approved. If the action is no longer possible, the approval ends as failed.
   * @throws LintelError NOT_FOUND, CONFLICT (already decided or expired), NOT_PERMITTED (by the requester or a
   *   machine), INVALID_ARGUMENT (the action is not registered here); also any error of the action that is not a
   *   LintelError or is retryable: the request then stays waiting
   */
  approve(id: string, decision: Decision): Promise<Approval> {
    return this.decide(id, decision, async (transaction, { approval, payload }) => {
      const { by, note = null } = decision;
      if (by.id === approval.requestedBy.id) {
        throw notPermitted('You have asked for this yourself.', 'the approval of somebody else');
      }
      const action = this.action(approval.action);
      await transaction.query('SAVEPOINT approved');
      try {
        await action.run(this.checked(action.name, payload), { transaction, approval, approvedBy: by.name });
        return { state: 'approved', by, note } as const;
      } catch (error) {
        if (!(error instanceof LintelError) || error.retryable) throw error;
        await transaction.query('ROLLBACK TO SAVEPOINT approved');
        return { state: 'failed', by, note: [note, error.problem].filter(Boolean).join('\n') } as const;
      }
    });
  }

  /**
   * Rejects a request. The requester may withdraw it this way.
   * @throws LintelError NOT_FOUND, CONFLICT (already decided or expired), NOT_PERMITTED (by a machine)
   */
  reject(id: string, decision: Decision): Promise<Approval> {
    const { by, note = null } = decision;
    return this.decide(id, decision, () => Promise.resolve({ state: 'rejected', by, note }));
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Approval> {
    return (await findApproval(this.database, id, this.now())).approval;
  }

  /** Newest first. */
  async list(filter: ApprovalFilter): Promise<Approval[]> {
    return (await this.listKept(filter)).map(({ approval }) => approval);
  }

  /** Like `list`, with the payloads. */
  listKept(filter: ApprovalFilter): Promise<KeptApproval[]> {
    return findApprovals(this.database, filter, this.now());
  }

  private decide(
    id: string,
    { by, also }: Decision,
    settle: (transaction: Transaction, kept: KeptApproval) => Promise<Parameters<typeof settleApproval>[2]>,
  ): Promise<Approval> {
    return this.database.transaction(async (transaction) => {
      if (by.kind !== 'person') throw notPermitted('Only a person can decide on this.', 'a person');
      // A concurrent decision waits for this lock and then sees that the request is decided.
      const kept = await findApproval(transaction, id, this.now(), 'FOR UPDATE');
      const { state } = kept.approval;
      if (state !== 'waiting') throw notWaiting(kept.approval);
      const settled = await settleApproval(transaction, id, await settle(transaction, kept), this.now());
      await also?.(transaction, settled);
      return settled;
    });
  }

  private checked(action: string, payload: unknown): unknown {
    const parsed = this.action(action).payload.safeParse(payload);
    if (parsed.success) return parsed.data;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The request is not a valid ${action}.`,
      cure: 'Request it again.',
      cause: parsed.error,
    });
  }
}

function notPermitted(problem: string, expected: string): LintelError {
  return new LintelError('NOT_PERMITTED', { problem, expected, cure: 'Ask somebody else to decide.' });
}

function notWaiting({ state, decidedBy }: Approval): LintelError {
  return new LintelError('CONFLICT', {
    problem: state === 'expired' ? 'This request expired before it was decided.' : 'This request is already decided.',
    expected: 'a pending approval',
    received: decidedBy === null ? state : `${state} by ${decidedBy.name}`,
    cure: state === 'approved' ? 'Nothing to do.' : 'Request it again if it is still needed.',
  });
}
