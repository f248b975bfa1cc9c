import { z } from 'zod';

/** One line of the audit trail: who saw or changed what, when, and why. It carries no personal data of subjects. */
export const auditEntrySchema = z.object({
  /** From 1, without gaps. */
  sequence: z.int().min(1),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  /** `model.promoted`, `recognition.viewed`, `session.refused` … */
  action: z.string(),
  /** What it was done to. */
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
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  /** Id or name of who did it. */
  actor: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  vertical: z.string().max(40).optional(),
  outcome: auditEntrySchema.shape.outcome.optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
export const auditPageSchema = z.object({
  /** A JSON value of any depth has no finite type that tools could write from a document. */
  items: z.array(auditEntrySchema.extend({ details: z.record(z.string(), z.unknown()) })),
  nextCursor: z.string().max(200).nullable(),
});

/** Whether the trail is as it was written; where not, the first row that is not. */
export const auditVerificationSchema = z.object({
  intact: z.boolean(),
  entries: z.int(),
  /** Of the newest entry: written down elsewhere, it also proves that nothing was cut off at the end. */
  head: z.object({ sequence: z.int(), hash: z.string() }).nullable(),
  broken: z.object({ sequence: z.int(), reason: z.string() }).nullable(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
