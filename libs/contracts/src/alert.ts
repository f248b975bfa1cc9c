import { z } from 'zod';

export const alertSchema = z.object({
  id: z.uuid(),
  /** What it is about; while it is open, the same thing raises no second one. */
  kind: z.enum(['drift', 'job-failed', 'dead-letters', 'lag']),
  severity: z.enum(['warning', 'critical']),
  /** Whose people see it. */
  vertical: z.string(),
  /** Model, job or consumer group. */
  subject: z.string(),
  title: z.string(),
  detail: z.string(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  /** True until `silencedUntil`. */
  silenced: z.boolean(),
  silencedUntil: z.iso.datetime().nullable(),
  openedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** How often it was seen. */
  seen: z.int().min(1),
  acknowledgedBy: z.string().max(100).nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  note: z.string().max(1_000).nullable(),
  resolvedAt: z.iso.datetime().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;
