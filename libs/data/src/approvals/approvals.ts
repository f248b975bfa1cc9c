import { LintelError, type Approval, type Identity } from '@lintel/contracts';
import type { DataSource } from '../database/orm';
import type { Transaction } from '../streams/delivery/transaction';
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
  /** Told before it is committed of how it ended; what it does commits with it. */
  readonly also?: ((transaction: Transaction, settled: Approval) => Promise<unknown>) | undefined;
}

const THREE_DAYS_MS = 72 * 3_600_000;

/** What two people must agree on: one asks, another one decides, and only then it is done. */
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

  /** Makes known how something is done; see `approvalAction`. A process can ask for and approve what it knows alone. */
  register(action: ApprovalAction): void {
    this.actions.set(action.name, action);
  }

  /** @returns undefined where this process does not know it */
  findAction(name: string): ApprovalAction | undefined {
    return this.actions.get(name);
  }

  /** @throws LintelError INVALID_ARGUMENT where this process does not know it */
  action(name: string): ApprovalAction {
    const action = this.findAction(name);
    if (action !== undefined) return action;
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `Nobody here knows how ${name} is done.`,
      expected: [...this.actions.keys()].join(', ') || 'an action that is registered',
      received: name,
      cure: 'Decide on it in the console, in the version that asked for it or a newer one.',
    });
  }

  /**
   * Asks. Whoever asks should have checked that it could be done now.
   * @throws LintelError INVALID_ARGUMENT (unknown action, or payload), CONFLICT (another one of the same action and
   *   subject waits)
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
   * Agrees, and does it: the second person's yes and what it leads to are one transaction, so that it is done once
   * however often and by whomever it is approved. Where it cannot be done any more, the approval ends as failed.
   * @throws LintelError NOT_FOUND, CONFLICT (decided already, or expired), NOT_PERMITTED (by who asked, or a machine),
   *   INVALID_ARGUMENT (an action that is not known here); and what the action throws that is no LintelError, or worth
   *   a retry: then it still waits
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
   * Says no. Who asked may take it back so.
   * @throws LintelError NOT_FOUND, CONFLICT (decided already, or expired), NOT_PERMITTED (by a machine)
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

  /** As `list`, with what was asked for. */
  listKept(filter: ApprovalFilter): Promise<KeptApproval[]> {
    return findApprovals(this.database, filter, this.now());
  }

  private decide(
    id: string,
    { by, also }: Decision,
    settle: (transaction: Transaction, kept: KeptApproval) => Promise<Parameters<typeof settleApproval>[2]>,
  ): Promise<Approval> {
    return this.database.transaction(async (transaction) => {
      if (by.kind !== 'person') throw notPermitted('Two people have to agree, and this is none.', 'a person');
      // Whoever decides at the same time waits here, and then sees that it is decided.
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
      problem: `What is asked for is no ${action}.`,
      cure: 'Ask for it anew.',
      cause: parsed.error,
    });
  }
}

function notPermitted(problem: string, expected: string): LintelError {
  return new LintelError('NOT_PERMITTED', { problem, expected, cure: 'Ask somebody else to decide.' });
}

function notWaiting({ state, decidedBy }: Approval): LintelError {
  return new LintelError('CONFLICT', {
    problem: state === 'expired' ? 'Nobody has decided on this in time.' : 'This is decided already.',
    expected: 'an approval that waits',
    received: decidedBy === null ? state : `${state} by ${decidedBy.name}`,
    cure: state === 'approved' ? 'Nothing is left to do.' : 'Ask for it anew where it is still wanted.',
  });
}
