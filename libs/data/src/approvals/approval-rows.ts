import { approvalSchema, LintelError, type Approval } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readRows, rowTime, type Transaction } from '@lintel/streams';

/** The person or machine that requests or decides. */
export type Party = Approval['requestedBy'];

export interface NewApproval extends Pick<Approval, 'action' | 'vertical' | 'subject' | 'summary' | 'reason'> {
  readonly payload: unknown;
  readonly requestedBy: Party;
}

export interface Settlement {
  readonly state: 'approved' | 'rejected' | 'failed';
  readonly by: Party;
  readonly note: string | null;
}

export interface KeptApproval {
  readonly approval: Approval;
  readonly payload: unknown;
}

/** $1 is the current time. Expiry is computed on read, so no process has to watch for it. */
const COLUMNS = `id, action, vertical, json_build_object('kind', subject_kind, 'id', subject_id) AS subject, summary,
  reason, json_build_object('id', requested_by_id, 'name', requested_by_name) AS "requestedBy",
  requested_at AS "requestedAt", expires_at AS "expiresAt",
  CASE WHEN state = 'waiting' AND expires_at <= $1 THEN 'expired' ELSE state END AS state,
  CASE WHEN decided_by_id IS NOT NULL THEN json_build_object('id', decided_by_id, 'name', decided_by_name) END
    AS "decidedBy",
  decided_at AS "decidedAt", note, payload`;
const row = approvalSchema
  .extend({ requestedAt: rowTime, expiresAt: rowTime, decidedAt: rowTime.nullable(), payload: z.unknown() })
  .transform(({ payload, ...approval }): KeptApproval => ({ approval, payload }));

/** @throws LintelError CONFLICT if another approval of the same action and subject is waiting */
export async function insertApproval(
  transaction: Transaction,
  { action, vertical, subject, summary, reason, payload, requestedBy }: NewApproval,
  now: Date,
  expiresAt: Date,
): Promise<Approval> {
  await transaction.query(
    `UPDATE platform.approval SET state = 'expired'
     WHERE state = 'waiting' AND expires_at <= $1 AND action = $2 AND subject_kind = $3 AND subject_id = $4`,
    [now, action, subject.kind, subject.id],
  );
  const [added] = await readRows(
    transaction,
    row,
    `INSERT INTO platform.approval (id, action, vertical, subject_kind, subject_id, summary, reason, payload,
       requested_by_id, requested_by_name, requested_at, expires_at)
     VALUES ($2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $1, $12)
     ON CONFLICT (action, subject_kind, subject_id) WHERE state = 'waiting' DO NOTHING RETURNING ${COLUMNS}`,
    [
      now,
      randomUUID(),
      action,
      vertical,
      subject.kind,
      subject.id,
      summary,
      reason,
      JSON.stringify(payload),
      requestedBy.id,
      requestedBy.name,
      expiresAt,
    ],
  );
  if (added !== undefined) return added.approval;
  throw new LintelError('CONFLICT', {
    problem: `Another decision about ${subject.kind} ${subject.id} is pending.`,
    expected: 'one pending decision at a time',
    cure: 'Wait until the pending request is approved or rejected, then ask again.',
  });
}

/** @throws LintelError NOT_FOUND */
export async function findApproval(database: Transaction, id: string, now: Date, lock = ''): Promise<KeptApproval> {
  const sql = `SELECT ${COLUMNS} FROM platform.approval WHERE id = $2 ${lock}`;
  const found = z.uuid().safeParse(id).success ? (await readRows(database, row, sql, [now, id]))[0] : undefined;
  if (found !== undefined) return found;
  throw new LintelError('NOT_FOUND', {
    problem: `There is no approval ${id}.`,
    cure: 'List the approvals to see which there are.',
  });
}

export interface ApprovalFilter {
  /** Default: all. */
  readonly state?: 'waiting' | 'all' | undefined;
  readonly action?: string | undefined;
  /** Id of the subject. */
  readonly subject?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function findApprovals(
  database: Transaction,
  { state = 'all', action, subject, limit }: ApprovalFilter,
  now: Date,
): Promise<KeptApproval[]> {
  return readRows(
    database,
    row,
    `SELECT ${COLUMNS} FROM platform.approval
     WHERE ($2 = 'all' OR (state = 'waiting' AND expires_at > $1))
       AND ($3::text IS NULL OR action = $3) AND ($4::text IS NULL OR subject_id = $4)
     ORDER BY requested_at DESC, id LIMIT $5`,
    [now, state, action ?? null, subject ?? null, limit],
  );
}

export async function settleApproval(
  transaction: Transaction,
  id: string,
  { state, by, note }: Settlement,
  now: Date,
): Promise<Approval> {
  const [settled] = await readRows(
    transaction,
    row,
    `WITH settled AS (
       UPDATE platform.approval
       SET state = $3, decided_by_id = $4, decided_by_name = $5, decided_at = $1, note = $6 WHERE id = $2 RETURNING *)
     SELECT ${COLUMNS} FROM settled`,
    [now, id, state, by.id, by.name, note],
  );
  return settled!.approval;
}
