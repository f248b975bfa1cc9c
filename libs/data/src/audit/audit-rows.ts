import { auditEntrySchema, type AuditEntry } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, rowInteger, rowTime, type Transaction } from '@lintel/streams';
import { canonicalJson } from './canonical-json';
import { BEFORE_ALL, chainEntry, type AuditHead, type PreparedEntry } from './chained-entry';

/** Writers wait until the current writer's transaction has ended: the chain has only one end to append to. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('lintel.audit', 0))";
const HEAD = 'SELECT sequence, hash FROM platform.audit_entry ORDER BY sequence DESC LIMIT 1';
const headRow = z.object({ sequence: rowInteger, hash: z.string() });

export async function findHead(database: Transaction): Promise<AuditHead | null> {
  return (await readRows(database, headRow, HEAD))[0] ?? null;
}

/** Appends entries to the chain, in the given order. */
export async function appendEntries(
  transaction: Transaction,
  entries: readonly PreparedEntry[],
): Promise<AuditEntry[]> {
  await transaction.query(LOCK);
  // A separate statement, so that it sees what was committed before the lock was acquired.
  let head = (await findHead(transaction)) ?? BEFORE_ALL;
  const chained = entries.map((entry) => {
    const next = chainEntry(head, entry);
    head = next;
    return next;
  });
  const columns = (read: (entry: AuditEntry) => unknown): unknown[] => chained.map(read);
  await transaction.query(
    `INSERT INTO platform.audit_entry (sequence, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id,
       vertical, outcome, reason, correlation_id, details, previous_hash, hash)
     SELECT sequence, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, vertical, outcome, reason,
       correlation_id, details::json, previous_hash, hash
     FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
       AS added (sequence, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, vertical, outcome,
         reason, correlation_id, details, previous_hash, hash)`,
    [
      columns(({ sequence }) => sequence),
      columns(({ at }) => at),
      columns(({ actor }) => actor.kind),
      columns(({ actor }) => actor.id),
      columns(({ actor }) => actor.name),
      columns(({ action }) => action),
      columns(({ subject }) => subject?.kind ?? null),
      columns(({ subject }) => subject?.id ?? null),
      columns(({ vertical }) => vertical),
      columns(({ outcome }) => outcome),
      columns(({ reason }) => reason),
      columns(({ correlationId }) => correlationId),
      columns(({ details }) => canonicalJson(details)),
      columns(({ previousHash }) => previousHash),
      columns(({ hash }) => hash),
    ],
  );
  return chained;
}

export interface AuditFilter {
  /** Entries before this sequence number. */
  readonly before?: number | undefined;
  /** `session` also matches `session.refused` and all other actions with that prefix. */
  readonly action?: string | undefined;
  /** Id or name. */
  readonly actor?: string | undefined;
  /** Id of the subject. */
  readonly subject?: string | undefined;
  readonly vertical?: string | undefined;
  readonly outcome?: AuditEntry['outcome'] | undefined;
  /** Default: all verticals. */
  readonly verticals?: readonly string[] | undefined;
}

const entryRow = auditEntrySchema.extend({ sequence: rowInteger, at: rowTime });

/** Newest first. */
export async function findEntries(database: Transaction, filter: AuditFilter, limit: number): Promise<AuditEntry[]> {
  const { before, action, actor, subject, vertical, outcome, verticals } = filter;
  return readRows(
    database,
    entryRow,
    `SELECT sequence, at, json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) AS actor, action,
       CASE WHEN subject_id IS NOT NULL THEN json_build_object('kind', subject_kind, 'id', subject_id) END AS subject,
       vertical, outcome, reason, correlation_id AS "correlationId", details, previous_hash AS "previousHash", hash
     FROM platform.audit_entry
     WHERE ($1::bigint IS NULL OR sequence < $1)
       AND ($2::text IS NULL OR action = $2 OR starts_with(action, $2 || '.'))
       AND ($3::text IS NULL OR actor_id = $3 OR actor_name = $3)
       AND ($4::text IS NULL OR subject_id = $4)
       AND ($5::text IS NULL OR vertical = $5)
       AND ($6::text IS NULL OR outcome = $6)
       AND ($7::text[] IS NULL OR vertical = ANY ($7))
     ORDER BY sequence DESC LIMIT $8`,
    [
      before ?? null,
      action ?? null,
      actor ?? null,
      subject ?? null,
      vertical ?? null,
      outcome ?? null,
      verticals ?? null,
      limit,
    ],
  );
}
