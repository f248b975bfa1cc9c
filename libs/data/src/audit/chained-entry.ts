import { LintelError, type AuditEntry } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical-json';

/** What is told of one thing that was done; its place in the chain comes with it being written. */
export type NewAuditEntry = Omit<AuditEntry, 'sequence' | 'at' | 'previousHash' | 'hash'>;

/** The entry after which the next one comes. */
export type AuditHead = Pick<AuditEntry, 'sequence' | 'hash'>;

/** Before the first entry. */
export const BEFORE_ALL: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/** An entry that can be written and read back as it is. */
export type PreparedEntry = Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash'>;

/**
 * PostgreSQL takes neither NUL nor half characters into a text: both are replaced, so that what is hashed is what will
 * be read.
 * @throws LintelError INVALID_ARGUMENT where the details are not JSON
 */
export function prepareEntry(entry: NewAuditEntry, at: Date): PreparedEntry {
  const { actor, action, subject, vertical, outcome, reason, correlationId } = entry;
  try {
    const details = JSON.parse(JSON.stringify(entry.details, storableValue)) as PreparedEntry['details'];
    // Refused here, alone, and not with all that are written together with it.
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
      cure: 'Give details of texts, numbers, true, false, null, lists and objects alone.',
      cause,
    });
  }
}

/** Joins an entry to the one before. */
export function chainEntry(previous: AuditHead, entry: PreparedEntry): AuditEntry {
  const content = { sequence: previous.sequence + 1, ...entry, previousHash: previous.hash };
  return { ...content, hash: hashOf(content) };
}

/** SHA-256 (hex) over the canonical JSON of everything but the hash itself. */
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

/** What JSON would make null of is no value either. */
function storableValue(_name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
  return typeof value === 'string' ? storable(value) : value;
}
