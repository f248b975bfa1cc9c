import type { AuditEntry, AuditVerification } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, rowInteger, type Transaction } from '@lintel/streams';
import { canonicalJson, type JsonValue } from './canonical-json';
import { BEFORE_ALL, hashOf, type AuditHead } from './chained-entry';

/** Rows per query. */
const CHUNK = 2_000;

/** Looser than the contract: manually changed rows may contain anything. */
const storedRow = z.object({
  sequence: rowInteger,
  at: z.string().nullable(),
  actorKind: z.string().nullable(),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  action: z.string().nullable(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  vertical: z.string().nullable(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  correlationId: z.string().nullable(),
  details: z.string().nullable(),
  previousHash: z.string().nullable(),
  hash: z.string().nullable(),
});
type StoredRow = z.infer<typeof storedRow>;

const ROWS = `
SELECT sequence, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, actor_kind AS "actorKind",
  actor_id AS "actorId", actor_name AS "actorName", action, subject_kind AS "subjectKind", subject_id AS "subjectId",
  vertical, outcome, reason, correlation_id AS "correlationId", details::text AS details,
  previous_hash AS "previousHash", hash
FROM platform.audit_entry WHERE sequence > $1 ORDER BY sequence LIMIT ${CHUNK}`;

/**
 * Reads the whole trail and stops at the first altered entry.
 * @param expectedHead an entry stored elsewhere: proves that nothing up to it was removed or rewritten
 */
export async function verifyTrail(database: Transaction, expectedHead?: AuditHead): Promise<AuditVerification> {
  let head = BEFORE_ALL;
  const broken = (sequence: number, reason: string): AuditVerification => ({
    intact: false,
    entries: head.sequence,
    head: null,
    broken: { sequence, reason },
  });
  let rows: readonly StoredRow[];
  do {
    rows = await readRows(database, storedRow, ROWS, [head.sequence]);
    for (const row of rows) {
      const next = head.sequence + 1;
      if (row.sequence !== next) return broken(next, `The entry is missing: entry ${row.sequence} comes in its place.`);
      const hash = contentHash(row);
      if (hash === undefined || hash !== row.hash) {
        return broken(next, 'Its content is not what was written: the hash is of something else.');
      }
      if (row.previousHash !== head.hash) {
        return broken(next, 'It does not follow the entry before it: one of the two has been replaced or put in.');
      }
      if (expectedHead?.sequence === next && expectedHead.hash !== hash) {
        return broken(next, 'It differs from the entry stored elsewhere: the trail was rewritten.');
      }
      head = { sequence: next, hash };
    }
  } while (rows.length === CHUNK);
  if (expectedHead !== undefined && expectedHead.sequence > head.sequence) {
    const missing = `The end is cut off: there was an entry ${expectedHead.sequence}.`;
    return broken(head.sequence + 1, missing);
  }
  return { intact: true, entries: head.sequence, head: head === BEFORE_ALL ? null : head, broken: null };
}

/** The hash of the row's current content; undefined if the row cannot be a valid entry. */
function contentHash(row: StoredRow): string | undefined {
  const { actorKind, actorId, actorName, subjectKind, subjectId, details: text, at, hash: _hash, ...rest } = row;
  // Times are written in milliseconds; a finer time was not written by this service.
  if (text === null || at?.endsWith('000') !== true) return undefined;
  try {
    const details = JSON.parse(text) as JsonValue;
    if (canonicalJson(details) !== text) return undefined;
    return hashOf({
      ...rest,
      at: `${at.slice(0, -3)}Z`,
      actor: { kind: actorKind, id: actorId, name: actorName },
      subject: subjectKind === null && subjectId === null ? null : { kind: subjectKind, id: subjectId },
      details,
      // The types of the values do not matter here: only the hash does.
    } as unknown as AuditEntry);
  } catch {
    return undefined;
  }
}
