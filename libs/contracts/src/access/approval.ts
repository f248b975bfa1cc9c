import { z } from 'zod';

/** An action that needs two people: one requests it, another decides (maker-checker). */
export const approvalSchema = z.object({
  id: z.uuid(),
  /** `model.promote`, `subject.erase` … */
  action: z.string(),
  vertical: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  /** What will be done, in words for people. */
  summary: z.string(),
  reason: z.string().max(10_000).nullable(),
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  requestedAt: z.iso.datetime(),
  /** After this time the request can no longer be approved. */
  expiresAt: z.iso.datetime(),
  state: z.enum(['waiting', 'approved', 'rejected', 'expired', 'failed']),
  decidedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().max(10_000).nullable(),
});
export type Approval = z.infer<typeof approvalSchema>;
export const approvalListSchema = z.object({ items: z.array(approvalSchema) });
export const approvalQuerySchema = z.object({ state: z.enum(['waiting', 'all']).default('waiting') });
/** `POST /v1/approvals/{id}/approve` and `/reject` */
export const decideSchema = z.object({ note: z.string().trim().max(1_000).optional() });
