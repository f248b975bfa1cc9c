import { LintelError, type AuditEntry } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical-json';

/** The content of a new entry; its position in the chain is assigned when it is written. */
export type NewAuditEntry = Omit<AuditEntry, 'sequence' | 'at' | 'previousHash' | 'hash'>;

/** The last entry of the chain. */
export type AuditHead = Pick<AuditEntry, 'sequence' | 'hash'>;

/** The head of an empty chain. */
export const BEFORE_ALL: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/** An entry that is stored and read back unchanged. */
export type PreparedEntry = Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash'>;

/**
 * PostgreSQL text cannot contain NUL or lone surrogates. Both are replaced, so that the hash matches the stored text.
 * @throws LintelError INVALID_ARGUMENT if the details are not JSON
 */
export function prepareEntry(entry: NewAuditEntry, at: Date): PreparedEntry {
  const { actor, action, subject, vertical, outcome, reason, correlationId } = entry;
  try {
    const details = JSON.parse(JSON.stringify(entry.details, storableValue)) as PreparedEntry['details'];
    // Throws for this entry here, so that it does not fail the whole batch.
    canonicalJson(details);
    return {
      at: at.toISOString(),
      actor: { kind: storable(actor.kind), id: storable(actor.id), name: storable(actor.name) },
      action: storable(action),
      subject: subject === null ? null : { kind: storable(subject.kind), id: storable(subject.id) },
      vertical: storable(vertical),
      outcome,
      reason: reason === null ? null : storable(reason),
      correlationId: storable(correlationId),
      details,
    };
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The details of the audit entry ${action} are not JSON.`,
      cure: 'Use only strings, numbers, true, false, null, arrays and objects.',
      cause,
    });
  }
}

/** Links an entry to the previous one. */
export function chainEntry(previous: AuditHead, entry: PreparedEntry): AuditEntry {
  const content = { sequence: previous.sequence + 1, ...entry, previousHash: previous.hash };
  return { ...content, hash: hashOf(content) };
}

/** SHA-256 (hex) over the canonical JSON of everything except the hash itself. */
export function hashOf({ sequence, at, actor, ...rest }: Omit<AuditEntry, 'hash'>): string {
  const { action, subject, vertical, outcome, reason, correlationId, details, previousHash } = rest;
  const content: JsonValue = {
    sequence,
    at,
    actor: { kind: actor.kind, id: actor.id, name: actor.name },
    action,
    subject: subject === null ? null : { kind: subject.kind, id: subject.id },
    vertical,
    outcome,
    reason,
    correlationId,
    details,
    previousHash,
  };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

/** Values that JSON would convert to null are refused too. */
function storableValue(_name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
  return typeof value === 'string' ? storable(value) : value;
}
