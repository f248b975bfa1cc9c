import { z } from 'zod';
import { messageSchema } from './messages/message';

export const alertSchema = z.object({
  id: z.uuid(),
  /** What it is about; while it is open, the same thing raises no second one. */
  kind: z.enum(['drift', 'job-failed', 'dead-letters', 'lag']),
  severity: z.enum(['warning', 'critical']),
  /** Whose people see it. */
  vertical: z.string(),
  /** Model, job or consumer group. */
  subject: z.string(),
  /** In English. */
  title: z.string(),
  detail: z.string(),
  /** The same as sentences that can be shown in another language; null in alerts from before they existed. */
  messages: z.object({ title: messageSchema, detail: z.array(messageSchema) }).nullable(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  /** True until `silencedUntil`. */
  silenced: z.boolean(),
  silencedUntil: z.iso.datetime().nullable(),
  openedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** How many different things raised it, such as failed jobs or drifted windows; looking again does not count. */
  seen: z.int().min(1),
  acknowledgedBy: z.string().max(100).nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  note: z.string().max(1_000).nullable(),
  resolvedAt: z.iso.datetime().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;
