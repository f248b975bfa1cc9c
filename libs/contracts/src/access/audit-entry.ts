import { z } from 'zod';

/**
 * One entry of the audit trail: who viewed or changed what, when, and why. It contains no personal data of subjects.
 */
export const auditEntrySchema = z.object({
  /** Starts at 1, without gaps. */
  sequence: z.int().min(1),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  /** `model.promoted`, `recognition.viewed`, `session.refused` … */
  action: z.string(),
  /** The thing that was acted on. */
  subject: z.object({ kind: z.string(), id: z.string() }).nullable(),
  vertical: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  reason: z.string().max(10_000).nullable(),
  correlationId: z.string(),
  details: z.record(z.string(), z.json()),
  previousHash: z.string(),
  /** SHA-256 (hex) over all of the above in canonical JSON (RFC 8785). */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** `GET /v1/audit`: newest first. */
export const auditQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The `nextCursor` of the previous page. */
  cursor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  /** Id or name of the actor. */
  actor: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  vertical: z.string().max(40).optional(),
  outcome: auditEntrySchema.shape.outcome.optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
export const auditPageSchema = z.object({
  /** Tools cannot generate a finite type from a JSON value of arbitrary depth. */
  items: z.array(auditEntrySchema.extend({ details: z.record(z.string(), z.unknown()) })),
  nextCursor: z.string().max(200).nullable(),
});

/** Whether the trail is unchanged; if it is not, the first row that was altered. */
export const auditVerificationSchema = z.object({
  intact: z.boolean(),
  entries: z.int(),
  /** The newest entry. If it is also stored elsewhere, it proves that no entries were removed from the end. */
  head: z.object({ sequence: z.int(), hash: z.string() }).nullable(),
  broken: z.object({ sequence: z.int(), reason: z.string() }).nullable(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
